// SPDX-License-Identifier: Apache-2.0
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import UnixSignals

extension WorkMailEndpoint {
    /// The HTTP server as a service. It says nothing itself: what is worth saying goes through `onAnswer`.
    func serviceGroup(
        on listener: EndpointListener, signals: [UnixSignal],
        _ onStart: @escaping @Sendable (_ url: String) async -> Void
    ) throws -> ServiceGroup {
        let logger = Logger(label: "workmail-endpoint") { _ in SwiftLogNoOpLogHandler() }
        let responder = responder
        var builder = HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(
                idleTimeout: .seconds(60),
                httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                    maxHeaderFieldSize: 16 * 1024, maxHeaderListSize: 32 * 1024, maxHeaderFieldCount: 100)))
        if let tls = listener.tls { builder = try .tls(builder, tlsConfiguration: tls.configuration()) }
        let server = try builder.buildServer(
            configuration: ServerConfiguration(address: .hostname(listener.address, port: listener.port)),
            eventLoopGroup: .singletonMultiThreadedEventLoopGroup, logger: logger
        ) { request, writer, _ in
            // An error that is thrown here ends the connection.
            let response = try await responder.respond(to: request)
            try await writer.write(response: response.head, body: response.body)
        } onServerRunning: { channel in
            await onStart(listener.url(port: channel.localAddress?.port ?? listener.port))
        }
        var configuration = ServiceGroupConfiguration(
            services: [server], gracefulShutdownSignals: signals, logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(5)
        return ServiceGroup(configuration: configuration)
    }
}
