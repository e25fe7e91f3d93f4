// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport

/// Accepts connections, sends a beginning, and then a byte every 50 ms for ever: never silent, never done.
enum DrippingServer {
    static func with<Result>(beginning: [UInt8], _ body: (Int) async throws -> Result) async throws -> Result {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe bind(listener, generic, length) == 0 && listen(listener, 8) == 0
                    && getsockname(listener, generic, &length) == 0
            }
        }
        guard isListening else { throw POSIXError(.EADDRINUSE) }
        Thread.detachNewThread {
            while true {
                let client = accept(listener, nil, nil)
                if client < 0 {
                    // Here and nowhere else: the number of a closed socket soon belongs to somebody else's.
                    close(listener)
                    return
                }
                Thread.detachNewThread {
                    var bytes = beginning
                    while unsafe send(client, &bytes, bytes.count, Int32(MSG_NOSIGNAL)) > 0 {
                        bytes = [2]
                        // The pace is what the client is tested with, not a wait for it: a server that is never silent.
                        usleep(50_000)
                    }
                    close(client)
                }
            }
        }
        defer { shutdown(listener, Int32(SHUT_RDWR)) }
        return try await body(Int(UInt16(bigEndian: address.sin_port)))
    }
}
