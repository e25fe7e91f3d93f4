// SPDX-License-Identifier: Apache-2.0
import Foundation

/// One request to a place that hands out credentials, on a connection of its own: these are rare, and each goes elsewhere.
struct MetadataTransport: Sendable {
    var network: NetworkSettings

    /// - Parameter attempts: how often at most, for a place that does not answer or answers with 5xx.
    func exchange(_ request: HTTPExchange, timeoutSeconds: Double, attempts: Int) async throws -> HTTPReply {
        var network = network
        network.connectSeconds = min(network.connectSeconds, timeoutSeconds)
        let transport = try HTTPTransport(for: request.url, network: network)
        var attempt = 1
        while true {
            do {
                let reply = try await transport.exchange(request, timeoutSeconds: timeoutSeconds)
                if reply.status < 500 || attempt >= attempts { return reply }
            } catch {
                if attempt >= attempts || error is CancellationError { throw error }
            }
            attempt += 1
        }
    }
}
