// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// One POST to a server that is none of AWS's, carried as the requests to the services are: TLS is verified, no redirect is
/// followed, `HTTPS_PROXY` is minded and everything has a limit.
public struct PlainPost: Sendable {
    public struct Answer: Sendable {
        public var status: Int
        /// `Retry-After` where it is a number of seconds.
        public var retryAfterSeconds: Double?
        /// How the answer begins, as one line of ASCII.
        public var beginning: String
    }

    /// No answer was had, in words for people.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        public var description: String
    }

    private let url: URL
    private let headers: [HTTPField]
    private let body: Data
    private let transport: HTTPTransport

    /// - Throws: `ServiceTrouble` when the file of authorities or the proxy cannot be used.
    public init(_ url: URL, headers: [HTTPField], body: Data, network: NetworkSettings) throws {
        self.url = url
        self.headers = headers
        self.body = body
        transport = try HTTPTransport(for: url, network: network)
    }

    /// - Throws: `Failure`, or `CancellationError`.
    public func send(timeoutSeconds: Double) async throws -> Answer {
        let exchange = HTTPExchange(method: "POST", url: url, headers: headers, body: body)
        do {
            let reply = try await transport.exchange(exchange, timeoutSeconds: timeoutSeconds)
            return Answer(
                status: reply.status, retryAfterSeconds: reply.header("retry-after").flatMap(Double.init),
                beginning: reply.beginning)
        } catch let failure as HTTPFailure {
            throw Failure(description: failure.words)
        }
    }
}
