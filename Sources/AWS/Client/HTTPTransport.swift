// SPDX-License-Identifier: Apache-2.0
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL

/// Carries one request to one server and brings its answer, once: nothing here repeats, follows a redirect or reads an
/// answer without a limit.
///
/// AsyncHTTPClient (1.37) does not send a request twice either: one that was given to a pooled connection fails with it.
/// What it repeats by default is making connections; that is turned off, since the caller counts its attempts.
final class HTTPTransport: Sendable {
    /// More than any answer of a JSON service; a page of 100 entities has some 30 kB.
    static let answerLimit = 16 << 20

    private let client: HTTPClient

    /// - Parameter url: of the server that this is for; decides about the proxy.
    init(for url: URL, network: NetworkSettings) throws(ServiceTrouble) {
        var configuration = HTTPClient.Configuration()
        configuration.httpVersion = .http1Only
        configuration.redirectConfiguration = .disallow
        configuration.timeout = .init(connect: .milliseconds(Int64(network.connectSeconds * 1000)))
        configuration.connectionPool.retryConnectionEstablishment = false
        // AWS closes idle connections itself, and a request that meets that moment has an unknown outcome.
        configuration.connectionPool.idleTimeout = .seconds(10)
        if let file = network.caFile {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .certificates(try Self.certificates(file))
            configuration.tlsConfiguration = tls
        }
        configuration.proxy = try network.proxy(for: url).map { proxy in
            .server(
                host: proxy.host, port: proxy.port,
                authorization: proxy.login.map { .basic(username: $0.user, password: $0.password) })
        }
        client = HTTPClient(configuration: configuration)
    }

    deinit { shutdown() }

    /// Ends what is still under way and closes the connections. Does not wait for that: a connection that is only being
    /// made takes until its timeout to be closed.
    func shutdown() { client.shutdown { _ in } }

    /// - Throws: `HTTPFailure`, which says whether anything was sent, or `CancellationError`.
    ///
    /// Elsewhere than the caller's actor: an optimized build of Swift 6.3 would not come back to it from the `catch`.
    @concurrent func exchange(_ request: HTTPExchange, timeoutSeconds: Double) async throws -> HTTPReply {
        var message = HTTPClientRequest(url: request.url.absoluteString)
        message.method = HTTPMethod(rawValue: request.method)
        for field in request.headers { message.headers.add(name: field.name, value: field.value) }
        let body = TracedBody(request.body)
        if !request.body.isEmpty { message.body = .stream(body, length: .known(Int64(request.body.count))) }
        let prepared = message
        do {
            return try await withDeadline(seconds: timeoutSeconds) { try await self.reply(to: prepared) }
        } catch {
            try Task.checkCancellation()
            // Without a body there is nothing to tell by; such requests are reads.
            throw HTTPFailure(error, wasSent: request.body.isEmpty || body.wasAskedFor)
        }
    }

    private func reply(to message: HTTPClientRequest) async throws -> HTTPReply {
        let response = try await client.execute(message, deadline: .distantFuture)
        let body = try await response.body.collect(upTo: Self.answerLimit)
        return HTTPReply(
            status: Int(response.status.code), headers: response.headers.map { HTTPField($0.name, $0.value) },
            body: Data(body.readableBytesView))
    }

    private static func certificates(_ file: String) throws(ServiceTrouble) -> [NIOSSLCertificate] {
        do {
            let certificates = try NIOSSLCertificate.fromPEMFile(file)
            if !certificates.isEmpty { return certificates }
        } catch {}
        throw ServiceTrouble(
            file, "no certificate of an authority can be read from it",
            remedy: "name a readable file in PEM format (AWS_CA_BUNDLE)", isTransient: false)
    }
}

/// A request's body that knows whether anybody took it: AsyncHTTPClient does so once a connection stands and the head is
/// written, and before that the server cannot have carried out anything.
private struct TracedBody: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    private let bytes: ByteBuffer
    private let mark = Mark()

    init(_ bytes: Data) { self.bytes = ByteBuffer(bytes: bytes) }

    var wasAskedFor: Bool { mark.isSet }

    func makeAsyncIterator() -> Iterator { Iterator(bytes: bytes, mark: mark) }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate var bytes: ByteBuffer?
        fileprivate let mark: Mark

        mutating func next() async -> ByteBuffer? {
            mark.set()
            defer { bytes = nil }
            return bytes
        }
    }
}
