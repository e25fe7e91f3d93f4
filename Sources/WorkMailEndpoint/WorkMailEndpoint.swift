// SPDX-License-Identifier: Apache-2.0
public import WorkMail
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization
import UnixSignals

/// Serves a mail organization over the service's own protocol, so that the AWS CLI, boto3 and our own client can use it.
public struct WorkMailEndpoint: Sendable {
    private let responder: HTTPResponder

    /// How often each fault of the settings was played so far.
    public var faultCounts: FaultCounts { responder.dispatcher.faults.dice.counts }

    public init(_ organization: any MailOrganization, settings: EndpointSettings) async throws {
        let faults = FaultPlay(settings.faults)
        let offset = settings.faults.clockOffsetSeconds
        let clock = settings.clock
        let served = ServedOrganization(
            organization: LaggingOrganization.wrap(organization, settings.faults, faults.dice),
            id: try await organization.describeOrganization().id, settings: settings)
        let authenticator = Authenticator(settings.keys, region: settings.region) {
            clock().addingTimeInterval(offset)
        }
        responder = HTTPResponder(
            dispatcher: Dispatcher(served: served, authenticator: authenticator, faults: faults), settings: settings)
    }

    /// Serves until the body returns. A call that is being answered then is answered; the wait for it is bounded.
    /// - Parameter body: is given the endpoint's URL, such as `https://127.0.0.1:8443`.
    public func serve<R: Sendable>(
        on listener: EndpointListener, _ body: @escaping @Sendable (_ url: String) async throws -> R
    ) async throws -> R {
        let result = Mutex<Result<R, any Error>?>(nil)
        let group = Mutex<ServiceGroup?>(nil)
        let service = try server(on: listener) { url in
            do {
                let value = try await body(url)
                result.withLock { $0 = .success(value) }
            } catch {
                result.withLock { $0 = .failure(error) }
            }
            await group.withLock { $0 }?.triggerGracefulShutdown()
        }
        try await run(service, signals: []) { made in group.withLock { $0 = made } }
        guard let result = result.withLock({ $0 }) else { throw CancellationError() }
        return try result.get()
    }

    /// Serves until SIGTERM or SIGINT; calls that are being answered then are answered.
    /// - Parameter onStart: is given the endpoint's URL once it is reachable.
    public func run(
        on listener: EndpointListener, onStart: @escaping @Sendable (_ url: String) async -> Void
    ) async throws {
        try await run(try server(on: listener, onStart), signals: [.sigterm, .sigint]) { _ in }
    }
}
