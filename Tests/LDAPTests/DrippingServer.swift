// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport

/// Accepts connections, sends a beginning, and then a byte every 50 ms until the client hangs up: never silent, never done.
enum DrippingServer {
    static func with<Result>(beginning: [UInt8], _ body: (Int) async throws -> Result) async throws -> Result {
        let (listener, port) = try IPv4Socket.listening()
        Thread.detachNewThread {
            while let client = listener.accepted() {
                Thread.detachNewThread {
                    var bytes = beginning[...]
                    while client.send(bytes), client.isThere(after: 50) { bytes = [2] }
                    client.close()
                }
            }
            // Here and nowhere else: the number of a closed socket soon belongs to somebody else's.
            listener.close()
        }
        defer { listener.hangUp() }
        return try await body(Int(port))
    }
}
