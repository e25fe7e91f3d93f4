// SPDX-License-Identifier: Apache-2.0
import Foundation
import NIOCore
import ServiceLifecycle
import UnixSignals
public import WorkMail

/// Serves a mail organization over the service's own protocol, so that the AWS CLI, boto3 and our own client can use it.
public struct WorkMailEndpoint: Sendable {
    let responder: WireResponder

    /// The organization's id, as it was when the endpoint was made: `m-` and 32 hex digits.
    public var organizationID: String { responder.dispatcher.served.id }

    /// How often each fault of the settings was played so far.
    public var faultCounts: FaultCounts { responder.dispatcher.faults.dice.counts }

    public init(_ organization: any MailOrganization, settings: EndpointSettings) async throws {
        let faults = FaultPlay(settings.faults)
        let (clock, offset) = (settings.clock, settings.faults.clockOffsetSeconds)
        let served = ServedOrganization(
            organization: LaggingOrganization.wrap(organization, settings.faults, faults.dice),
            id: try await organization.describeOrganization().id, settings: settings, dice: faults.dice)
        let authenticator = Authenticator(settings.keys, region: settings.region) {
            clock().addingTimeInterval(offset)
        }
        responder = WireResponder(
            dispatcher: Dispatcher(served: served, authenticator: authenticator, faults: faults), settings: settings)
    }

    /// Serves as long as the body runs. Calls that are being answered when it ends are answered, for 5 seconds.
    /// - Parameter body: is given the endpoint's URL, such as `https://127.0.0.1:8443`.
    public func serve<R: Sendable>(
        on listener: EndpointListener, _ body: (_ url: String) async throws -> R
    ) async throws -> R {
        let (urls, starting) = AsyncStream.makeStream(of: String.self)
        let group = try serviceGroup(on: listener, signals: []) { url in
            starting.yield(url)
            starting.finish()
        }
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { starting.finish() }
                try await group.run()
            }
            for await url in urls {
                do {
                    let value = try await body(url)
                    await group.triggerGracefulShutdown()
                    try await tasks.waitForAll()
                    return value
                } catch {
                    await group.triggerGracefulShutdown()
                    throw error
                }
            }
            // It ended before it had started, and says why.
            try await tasks.waitForAll()
            throw CancellationError()
        }
    }

    /// Serves until SIGTERM or SIGINT; calls that are being answered then are answered, for 5 seconds.
    /// - Parameter onStart: is given the endpoint's URL once it is reachable.
    /// - Throws: `EndpointFailure` when it cannot listen there.
    public func run(
        on listener: EndpointListener, onStart: @escaping @Sendable (_ url: String) async -> Void
    ) async throws {
        do {
            try await serviceGroup(on: listener, signals: [.sigterm, .sigint], onStart).run()
        } catch let error as IOError {
            throw EndpointFailure("cannot listen on \(listener.text): \(error)")
        }
    }
}
