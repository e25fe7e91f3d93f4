// SPDX-License-Identifier: Apache-2.0
public import Directory
import Foundation
import WorkMail

/// What a read of the directory came to, be it of everybody or of what changed. A read that ends early throws, and then
/// nothing is concluded from it.
public struct Observation: Hashable, Sendable {
    /// How much of the directory was read. Either way the mirror is what the directory is now.
    public enum Extent: Hashable, Sendable {
        case complete(FullReadReason, by: TrackingMethod)
        /// So many objects had changed, or may have.
        case changes(Int, by: TrackingMethod)
    }

    public var server: DirectoryServer
    public var extent: Extent
    /// Everything of class user.
    public var usersRead = 0
    /// Rows of the mirror that were written; 0 when the directory says what it said before.
    public var rowsWritten = 0
    /// Which domain controller was asked and why, where it is not simply the preferred one.
    public var choice: String?
    /// How far the domain controller's clock was from ours.
    public var clocks = ClockDifference.none
    /// What could not be used.
    public var issues: [DirectoryIssue] = []
    /// Who has gone since the last run.
    public var gone = 0
    /// Whether anybody may be among them whom the latest plan was about. Where not, a plan now would be the same.
    public var concernsMailboxes = true
    /// What the domain controller had got from the others when the read began.
    var readFrom = ReplicationBasis()
    /// The highest `uSNChanged` of what was read; `.max` when something does not tell.
    var highestUSN: Int64 = 0
    /// The objects among it that changed last.
    private(set) var witnesses: [USNWitness] = []
    /// Whether containers are elsewhere than they were, or new.
    var hasMovedContainers = false
    /// How long reading and mirroring took.
    public var seconds = 0.0

    init(server: DirectoryServer, extent: Extent) {
        self.server = server
        self.extent = extent
    }

    /// Everybody below a container that is elsewhere now is elsewhere, and has no number of their own for it.
    mutating func saw(moved containers: [DirectoryContainer]) {
        hasMovedContainers = hasMovedContainers || !containers.isEmpty
        highestUSN = containers.reduce(highestUSN) { max($0, $1.uSNChanged ?? .max) }
    }

    mutating func saw(_ witnesses: [USNWitness]) {
        self.witnesses = USNWitness.latest(witnesses, known: self.witnesses)
    }

    /// Brings the mirror up to what the directory is now: by what changed, where that can be told, else by reading
    /// everybody.
    /// - Throws: `SafetyStop` when too many people are missing, before anybody is marked as gone.
    static func make(_ parts: SyncParts) async throws -> Observation {
        parts.progress(.connecting)
        try await parts.stayWithLastController()
        return try await ActiveDirectory.connect(parts.directory) { try await make(parts, on: $0, domains: nil) }
    }

    /// The same on a connection that is open.
    static func make(
        _ parts: SyncParts, on directory: ActiveDirectory, domains: [MailDomain]?
    ) async throws -> Observation {
        let start = ContinuousClock.now
        let now = parts.clock()
        let domains = if let domains { domains } else { try await parts.organization.mailDomains() }
        // An embedded organization that was made anew has to be told everybody again.
        let organization = backed(parts) == nil ? nil : try await parts.organization.describeOrganization().id
        let reading = DirectoryReading(
            parts: parts, judge: StandingJudge(templates: parts.templates, domains: domains, now: now),
            settings: parts.settingsDigest(domains: domains, organization: organization),
            pins: try await parts.store.pins(), backed: backed(parts), now: now)
        // Whoever wants everybody read takes what there is.
        if !parts.tracking.readsEverybody { try await directory.require(try await basis(parts)) }
        var observation = try await reading.observe(directory, from: try await parts.store.trackingState())
        observation.seconds = (ContinuousClock.now - start).seconds
        observation.clocks = ClockDifference(seconds: directory.server.secondsAhead ?? 0)
        if !directory.choice.isUndisturbed { observation.choice = "\(directory.choice)" }
        return observation
    }

    /// Brings the mirror of some people up to date, and what an embedded organization holds of them: whoever is to be
    /// enabled now must be looked at now, and whoever was changed in the directory is to be seen as they are.
    static func refresh(_ people: Set<ObjectGUID>, _ parts: SyncParts) async throws {
        let judge = StandingJudge(
            templates: parts.templates, domains: try await parts.organization.mailDomains(), now: parts.clock())
        let pins = try await parts.store.pins()
        let basis = try await basis(parts)
        // Another one would have seen what that one has not: it would be behind, and could not be followed any more.
        try await parts.stayWithLastController()
        let (read, seen) = try await ActiveDirectory.connect(parts.directory, continuing: true) { directory in
            try await directory.require(basis)
            let read = try await directory.read(people.sorted(), in: parts.scope, pins: pins)
            return (read, try await directory.basis(upTo: read.highestUSN))
        }
        let (page, absent, _) = read
        let judged = page.users.map { ($0, judge.standing(of: $0.user, scope: $0.scope, faults: $0.faults)) }
        try await parts.store.refresh(judged, issues: page.issues, absent: absent, from: seen, at: parts.clock())
        try await backed(parts)?.directoryHolds(page.users.compactMap { DirectorySourcedUser($0.user) })
    }

    /// What the mirror was read from.
    private static func basis(_ parts: SyncParts) async throws -> ReplicationBasis {
        try await parts.store.trackingState()?.basis ?? ReplicationBasis()
    }

    private static func backed(_ parts: SyncParts) -> (any DirectoryBackedOrganization)? {
        parts.rules.directoryKind.isDirectoryBacked ? parts.organization as? any DirectoryBackedOrganization : nil
    }
}

extension Observation.Extent: CustomStringConvertible {
    /// For the record of the run: `everybody was read, since it was asked for`.
    public var description: String {
        switch self {
        case .complete(let reason, let method):
            "everybody was read\(method == .dirSync ? " by DirSync" : ""), since \(reason)"
        case .changes(0, let method): "nothing changed in the directory (\(method.words))"
        case .changes(let count, let method): "\(count) objects changed in the directory (\(method.words))"
        }
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
