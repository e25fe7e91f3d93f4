// SPDX-License-Identifier: Apache-2.0
public import Directory
public import Foundation
public import WorkMail

/// What a run is assembled from.
public struct SyncParts: Sendable {
    public var store: SyncStore
    public var directory: DirectoryConfiguration
    public var scope: ScopeDefinition
    public var organization: any MailOrganization
    public var templates: [AddressTemplate]
    public var rules: PlanningRules
    public var limits: SafetyLimits
    public var accepted: AcceptedRisks
    /// How changes of the directory are found.
    public var tracking = TrackingSettings()
    /// Personal data whose values are kept out of the journal.
    public var maskedFields: Set<AccountField>
    /// The moment, for everything that asks for it.
    public var clock: @Sendable () -> Date
    /// Told now and then how far the run is.
    public var progress: @Sendable (RunProgress) -> Void
    /// Asked between two changes, with how many were made: whether to end the plan there and leave the rest to the next one,
    /// since somebody is not to wait for as long as a plan of many may take. An address that moves is moved first.
    public var isToEnd: @Sendable (_ done: Int, _ tried: Int) -> Bool = { _, _ in false }
    /// Told between any two steps of applying; tests end the process there.
    package var checkpoint: @Sendable (Checkpoint) -> Void = { _ in }

    /// Among equals the one that was read last is asked again, also by another process: another would have to be read whole.
    public func stayWithLastController() async throws {
        if let url = try await store.trackingState()?.url { directory.stay(with: url) }
    }

    public init(
        store: SyncStore, directory: DirectoryConfiguration, scope: ScopeDefinition,
        organization: any MailOrganization, templates: [AddressTemplate], rules: PlanningRules,
        limits: SafetyLimits = SafetyLimits(), accepted: AcceptedRisks = AcceptedRisks(),
        maskedFields: Set<AccountField> = [],
        clock: @escaping @Sendable () -> Date = { Date() },
        progress: @escaping @Sendable (RunProgress) -> Void = { _ in }
    ) {
        self.store = store
        self.directory = directory
        self.scope = scope
        self.organization = organization
        self.templates = templates
        self.rules = rules
        self.limits = limits
        self.accepted = accepted
        self.maskedFields = maskedFields
        self.clock = clock
        self.progress = progress
    }
}

/// How far a run is.
public enum RunProgress: Hashable, Sendable {
    case connecting
    /// How many users have been read.
    case reading(Int)
    case planning
    /// How many of the edits asked for have been looked at.
    case checking(Int, of: Int)
    case applying(Int, of: Int)
}

/// A point between two steps of applying a plan, at which a crash must be harmless.
package enum Checkpoint: String, Hashable, Sendable, CaseIterable {
    case planned, intended, called, concluded
}
