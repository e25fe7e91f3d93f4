// SPDX-License-Identifier: Apache-2.0
import AWS
import Foundation
import Sync
import Synchronization
import WorkMail

/// The connection to the hosted service, made when it is first needed: one for everything that a command does, so that
/// there is one rate, one set of credentials and one view of the service's clock.
final class HostedService: Sendable {
    let settings: HostedSettings
    private let isVerbose: Bool
    /// Told of each request that is over, whatever came of it.
    private let heard: @Sendable () -> Void
    private let environment: AWSEnvironment
    private let made = Mutex<Connection?>(nil)
    /// What an earlier run learned of the rate, in requests a second.
    private let learnedRate = Mutex<Double?>(nil)

    /// What everything that talks to the service shares.
    struct Connection: Sendable {
        var client: ServiceClient
        var directories: ServiceClient
        var credentials: CredentialCache
        var limiter: RateLimiter
        var location: ServiceLocation
    }

    init(
        _ settings: HostedSettings, isVerbose: Bool, environment: AWSEnvironment = .process,
        heard: @escaping @Sendable () -> Void = {}
    ) {
        self.settings = settings
        self.isVerbose = isVerbose
        self.heard = heard
        self.environment = environment
    }

    /// - Throws: `ServiceTrouble` when no Region, or no usable endpoint or file of authorities, is configured.
    func connection() throws -> Connection {
        try made.withLock { made in
            if let made { return made }
            let connection = try connect()
            made = connection
            return connection
        }
    }

    func organization(readOnly: Bool = false) throws -> HostedOrganization {
        let client = try connection().client
        return HostedOrganization(
            organizationID: settings.organizationID,
            transport: readOnly ? ReadOnlyTransport(client) as any ServiceTransport : client)
    }

    func directoryLookup() throws -> DirectoryLookup { DirectoryLookup(try connection().directories) }

    /// Begins where an earlier run left off, if that was not long ago: the service's limits are not published, and learning
    /// them anew each time means being throttled each time.
    func resume(_ rate: ServiceRate?, at now: Date) {
        guard let rate, now.timeIntervalSince(rate.at) < 86_400 else { return }
        learnedRate.withLock { $0 = rate.requestsPerSecond }
    }

    /// How calling it has been, if anything was called.
    func rate(at now: Date) async -> ServiceRate? {
        guard let connection = made.withLock(\.self) else { return nil }
        let state = await connection.limiter.state
        guard state.calls > 0 else { return nil }
        return ServiceRate(
            at: now, requestsPerSecond: state.requestsPerSecond, calls: state.calls, retries: state.retries,
            throttlings: state.throttlings, clockOffsetSeconds: await connection.client.clockOffsetSeconds)
    }

    private func connect() throws -> Connection {
        let location = try ServiceLocation(
            endpointPrefix: "workmail", serviceID: "WorkMail", environment: environment, profile: settings.profile,
            region: settings.region, endpoint: settings.endpoint)
        // The authorities for the service's address need not be those for where credentials come from.
        let network = NetworkSettings(environment, caFile: settings.caFile)
        let credentials = CredentialCache(
            CredentialChain(
                environment, profile: settings.profile, region: location.region, sessionName: "workmail-sync"))
        let directoryLocation = try directoryLocation(beside: location)
        let most = settings.requestsPerSecond
        let start = learnedRate.withLock(\.self) ?? most / 2
        let limiter = RateLimiter(
            RateSettings(
                startPerSecond: min(start, most), burst: max(most, 2), ceilingPerSecond: most,
                floorPerSecond: min(0.5, most)))
        let client = try ServiceClient(
            serviceSettings("workmail", API.target, location, network), credentials: credentials, limiter: limiter)
        let directories = try ServiceClient(
            serviceSettings(
                "ds", DirectoryLookup.target, directoryLocation,
                directoryLocation.endpoint == location.endpoint ? network : NetworkSettings(environment)),
            credentials: credentials, limiter: limiter)
        return Connection(
            client: client, directories: directories, credentials: credentials, limiter: limiter, location: location)
    }

    /// The service that knows the directories has an address of its own; only a stand-in on this machine serves both.
    private func directoryLocation(beside location: ServiceLocation) throws -> ServiceLocation {
        let isStandIn = location.endpoint.host().map { Endpoint.isLoopback($0) } ?? false
        return try ServiceLocation(
            endpointPrefix: "ds", serviceID: "Directory Service", environment: environment, profile: settings.profile,
            region: location.region, endpoint: isStandIn ? location.endpoint.absoluteString : nil)
    }

    private func serviceSettings(
        _ signingName: String, _ target: String, _ location: ServiceLocation, _ network: NetworkSettings
    ) -> ServiceSettings {
        ServiceSettings(
            signingName: signingName, targetPrefix: target, region: location.region, endpoint: location.endpoint,
            network: network, maxAttempts: environment["AWS_MAX_ATTEMPTS"].flatMap(Int.init).map { max($0, 1) } ?? 3,
            userAgent: "workmail-sync/1.0",
            observer: CallObserver { [isVerbose, heard] attempt in
                heard()
                if isVerbose { StandardError.say("# \(attempt.line)") }
            })
    }
}
