// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Sync
import WorkMail

/// Puts the parts of a run together from the configuration.
struct SyncAssembly {
    let settings: Settings
    var accepted = AcceptedRisks()
    var progress: @Sendable (RunProgress) -> Void = { _ in }
    var clock: @Sendable () -> Date = { Date() }

    /// Every key with its value and line, for saying which line of the file decided something.
    let values: ConfigurationValues
    /// The hosted service; `nil` for an embedded organization.
    let hosted: HostedService?

    init(_ options: ConfigurationOptions) throws { self.init(try options.load(), isVerbose: options.verbose) }

    /// - Parameter heard: told of each request to the hosted service that is over.
    init(_ configuration: LoadedConfiguration, isVerbose: Bool, heard: @escaping @Sendable () -> Void = {}) {
        settings = configuration.settings
        values = configuration.values
        hosted = settings.organization.hosted.map { HostedService($0, isVerbose: isVerbose, heard: heard) }
    }

    /// Everything on the real state.
    /// - Parameter asksDirectory: whether the directory will be asked. Where it is not, its password need not be there: a
    ///   leaver can be disabled while the directory is broken.
    func parts(asksDirectory: Bool = true) throws -> SyncParts {
        try parts(
            store: SyncStore(path: settings.state.file), organization: organization(),
            directory: directory(asksDirectory: asksDirectory))
    }

    /// Everything on private copies, which vanish afterwards: for looking ahead without leaving a trace.
    func withScratchParts<Result>(
        asksDirectory: Bool = true, _ body: (SyncParts) async throws -> Result
    ) async throws -> Result {
        let organization = try await scratchOrganization()
        try await requireAgreement()
        return try await SyncStore.withScratchCopy(of: settings.state.file) { store in
            try await body(
                try parts(
                    store: store, organization: organization, directory: directory(asksDirectory: asksDirectory)))
        }
    }

    /// A private copy of the organization, or an empty one where there is none yet; of a hosted one there is no copy, but
    /// nothing can be written to it.
    func scratchOrganization() async throws -> any MailOrganization {
        if let hosted { return try hosted.organization(readOnly: true) }
        return try await EmbeddedOrganization.scratchCopy(
            of: settings.organization.file, settings: embeddedSettings, clock: clock)
    }

    func store() throws -> SyncStore { try SyncStore(path: settings.state.file) }

    func organization() throws -> any MailOrganization {
        if let hosted { return try hosted.organization() }
        return try EmbeddedOrganization(
            file: settings.organization.file, settings: embeddedSettings, clock: clock)
    }

    /// One run at a time: `body` gets the parts while nobody else has them for writing.
    /// - Parameter waits: whether to wait for somebody else who has them.
    func whileLocked<Result>(
        asksDirectory: Bool = true, waits: Bool = false, _ body: (SyncParts) async throws -> Result
    ) async throws -> Result {
        try await locked(waits: waits) {
            guard let hosted else { return try await body(try parts(asksDirectory: asksDirectory)) }
            let store = try store()
            let id = hosted.settings.organizationID
            hosted.resume(try await store.serviceRate(of: id), at: Date())
            do {
                try await requireAgreement()
                let result = try await body(try parts(asksDirectory: asksDirectory))
                await keepRate(hosted, store)
                return result
            } catch {
                await keepRate(hosted, store)
                throw error
            }
        }
    }

    /// A service has the lock again and again, so where one runs it is asked for a turn and waited for: until its present
    /// change is made, or what it reads is read.
    private func locked<Result>(waits: Bool, _ body: () async throws -> Result) async throws -> Result {
        let file = settings.state.file
        guard waits || ServiceLock.isHeld(forStateAt: file) else {
            return try await RunLock.whileHeld(statePath: file, body)
        }
        let start = ContinuousClock.now
        let end = start + (waits ? .seconds(86_400) : .seconds(300))
        var (asked, askedAt): (Task<Void, Never>?, ContinuousClock.Instant?) = (nil, nil)
        defer { asked?.cancel() }
        var isTold = false
        return try await RunLock.whenFree(statePath: file) {
            guard .now < end else { throw RunLockFailure.held(path: file + ".lock") }
            // Somebody else may have had the turn, and the service goes on after them.
            if askedAt.map({ $0 + .seconds(10) < .now }) ?? true, ServiceLock.isHeld(forStateAt: file) {
                askedAt = .now
                asked?.cancel()
                asked = Task { await service.askForTurn() }
            }
            if !isTold, .now - start > .seconds(5) {
                isTold = true
                StandardError.say("waiting for another run to come to a point where it can rest …")
            }
            try await Task.sleep(for: .milliseconds(20))
        } _: {
            try await body()
        }
    }

    /// The service that keeps this state, if one runs.
    var service: RunningService { RunningService(settings) }

    /// Before anything is written to a hosted organization, or planned for it, it must be what the configuration says.
    func requireAgreement() async throws {
        guard let hosted else { return }
        if let objection = try await ServiceAgreement.ask(hosted, ownership.facts).objections.first { throw objection }
    }

    /// What was learned of the service is worth keeping even if nothing else came of it, and not worth failing for.
    func keepRate(_ hosted: HostedService, _ store: SyncStore) async {
        guard let rate = await hosted.rate(at: Date()) else { return }
        try? await store.keep(rate, of: hosted.settings.organizationID)
    }

    /// Without `asksDirectory` the password is left out, with which no bind is even tried.
    func directory(asksDirectory: Bool = true) throws -> DirectoryConfiguration {
        let directory = settings.directory
        let protection: DirectoryConfiguration.Protection =
            switch directory.transport {
            case .tls: .tls
            case .startTLS: .startTLS
            case .clearText: .clearText
            }
        let controllers: DirectoryConfiguration.Controllers =
            switch directory.controllers {
            case .urls(let urls): .urls(urls.map(\.description))
            case .domain(let domain, let site): .domain(domain, site: site)
            }
        let identity: DirectoryConfiguration.Identity
        switch directory.identity {
        case .password(let name, let source): identity = .password(name, asksDirectory ? try source.read() : [])
        case .keytab(let path, let principal):
            if asksDirectory { try PrivateFile.requirePrivacy(of: path) }
            identity = .keytab(file: path, principal: principal)
        }
        return try DirectoryConfiguration(
            controllers: controllers, protection: protection, caFile: directory.caFile, identity: identity,
            pageSize: directory.pageSize,
            connectSeconds: Double(directory.connectTimeoutSeconds), bindSeconds: Double(directory.bindTimeoutSeconds),
            operationSeconds: Double(directory.operationTimeoutSeconds))
    }

    var scope: ScopeDefinition {
        ScopeDefinition(
            bases: settings.scope.bases, excludedSubtrees: settings.scope.excludedSubtrees,
            filter: settings.scope.filter,
            groups: settings.scope.groups)
    }

    func judge(_ domains: [MailDomain]) throws -> StandingJudge {
        StandingJudge(templates: try templates(), domains: domains, now: Date())
    }

    private func templates() throws -> [AddressTemplate] {
        try settings.addresses.templates.map { try AddressTemplate($0) }
    }

    /// The organization's mail domains, the default one first.
    func domains() async throws -> [String] {
        guard let hosted else { return settings.organization.domains }
        let domains = try await hosted.organization().mailDomains()
        return domains.filter(\.isDefault).map(\.name) + domains.filter { !$0.isDefault }.map(\.name)
    }

    var speed: BackendSpeed {
        hosted.map { .hosted(requestsPerSecond: $0.settings.requestsPerSecond) } ?? .embedded
    }

    /// Who owns which field of an account.
    var ownership: OwnershipTable {
        OwnershipTable(
            OwnershipFacts(
                directoryKind: kind, isInteroperable: settings.organization.isInteroperable,
                connectorMailboxSettings: settings.connector.mailboxSettings == .workmail ? .workmail : .directory,
                isHosted: hosted != nil))
    }

    private var leavers: LeaverPolicy {
        let leavers = settings.leavers
        func action(_ action: LeaverSettings.Action) -> LeaverPolicy.Action { action == .apply ? .apply : .propose }
        let own: [LeaverPolicy.Cause: LeaverSettings.Action?] = [
            .disabled: leavers.disabled, .expired: leavers.expired, .deleted: leavers.deleted,
            .outOfScope: leavers.outOfScope,
        ]
        return LeaverPolicy(
            action(leavers.action), actions: own.compactMapValues { $0.map(action) }, graceDays: leavers.graceDays)
    }

    private var embeddedSettings: EmbeddedSettings {
        EmbeddedSettings(
            alias: settings.organization.alias,
            domains: settings.organization.domains.enumerated().map { index, name in
                MailDomain(name: name, isDefault: index == 0, isVerified: true)
            },
            directoryKind: kind.isDirectoryBacked ? .directoryBacked : .workMail,
            interoperabilityEnabled: settings.organization.isInteroperable)
    }

    private var kind: PlanningRules.DirectoryKind {
        switch settings.directory.kind {
        case .simpleAD: .simpleAD
        case .managedAD: .managedAD
        case .adConnector: .adConnector
        case .workmail: .workmail
        }
    }

    private func parts(
        store: SyncStore, organization: any MailOrganization, directory: DirectoryConfiguration
    ) throws -> SyncParts {
        let safety = settings.safety
        var parts = SyncParts(
            store: store, directory: directory, scope: scope, organization: organization,
            templates: try templates(),
            rules: PlanningRules(ownership: ownership.facts, leavers: leavers),
            limits: SafetyLimits(
                maxDisables: safety.maxDisables, maxDisablesPercent: safety.maxDisablesPercent,
                maxMissing: safety.maxMissing, maxMissingPercent: safety.maxMissingPercent,
                maxEnables: safety.maxEnables),
            accepted: accepted,
            maskedFields: Set(settings.audit.maskedFields.compactMap(AccountField.init(rawValue:))), clock: clock,
            progress: progress)
        parts.tracking.fullReadHours = Double(settings.directory.fullReadHours)
        return parts
    }
}
