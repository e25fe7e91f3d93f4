// SPDX-License-Identifier: Apache-2.0
public import Directory
import Foundation
package import WorkMail

/// What a complete read of the directory came to. There is no other kind: a read that ends early throws, and then
/// nothing is concluded from it.
public struct Observation: Hashable, Sendable {
    public var server: DirectoryServer
    /// Everything of class user.
    public var usersRead = 0
    /// Rows of the mirror that were written; 0 when the directory says what it said before.
    public var rowsWritten = 0
    /// What could not be used.
    public var issues: [DirectoryIssue] = []
    /// Who has gone since the last run.
    public var gone = 0
    /// How long reading and mirroring took.
    public var seconds = 0.0

    /// Reads everybody into the mirror, then settles who is absent, by evidence.
    /// - Throws: `SafetyStop` when too many people are missing, before anybody is marked as gone.
    static func make(_ parts: SyncParts) async throws -> Observation {
        let start = ContinuousClock.now
        parts.progress(.connecting)
        let judge = StandingJudge(
            templates: parts.templates, domains: try await parts.organization.mailDomains(), now: parts.clock())
        let backed = backed(parts)
        let pins = try await parts.store.pins()
        var observation = try await ActiveDirectory.connect(parts.directory) { directory in
            var observation = Observation(server: directory.server)
            try await parts.store.beginCompleteRead()
            let newPins = try await directory.readEverybody(in: parts.scope, pins: pins) { page in
                let judged = page.users.map { ($0, judge.standing(of: $0.user, scope: $0.scope, faults: $0.faults)) }
                // Two files, written side by side: what only one of them has when the power goes, the next read brings.
                async let told: Void = tell(backed, holds: page.users)
                observation.rowsWritten += try await parts.store.mirror(judged, issues: page.issues)
                try await told
                observation.usersRead += page.users.count
                observation.issues += page.issues + page.users.flatMap(\.faults)
                parts.progress(.reading(observation.usersRead))
            }
            let gone = try await provenAbsences(directory, parts)
            observation.gone = gone.count
            try await parts.store.finishCompleteRead(gone: gone, pins: newPins, at: parts.clock())
            if let backed {
                try await tell(backed, lost: gone.keys.sorted(), parts.store)
                // Whom rights on a mailbox may be given to.
                observation.issues += try await directory.readGroups { groups in
                    try await backed.directoryHolds(
                        groups: groups.map {
                            DirectorySourcedGroup(id: EntityID($0.sid.description), name: $0.sAMAccountName)
                        })
                }
            }
            return observation
        }
        observation.seconds = (ContinuousClock.now - start).seconds
        return observation
    }

    /// Brings the mirror of some people up to date, and what an embedded organization holds of them: whoever is to be
    /// enabled now must be looked at now, and whoever was changed in the directory is to be seen as they are.
    static func refresh(_ people: Set<ObjectGUID>, _ parts: SyncParts) async throws {
        let judge = StandingJudge(
            templates: parts.templates, domains: try await parts.organization.mailDomains(), now: parts.clock())
        let pins = try await parts.store.pins()
        let (page, absent) = try await ActiveDirectory.connect(parts.directory) { directory in
            try await directory.read(people.sorted(), in: parts.scope, pins: pins)
        }
        let judged = page.users.map { ($0, judge.standing(of: $0.user, scope: $0.scope, faults: $0.faults)) }
        try await parts.store.refresh(judged, issues: page.issues, absent: absent, at: parts.clock())
        try await tell(backed(parts), holds: page.users)
    }

    private static func backed(_ parts: SyncParts) -> (any DirectoryBackedOrganization)? {
        parts.rules.directoryKind.isDirectoryBacked ? parts.organization as? any DirectoryBackedOrganization : nil
    }

    /// Looks a second time at everybody who is missing, unless there are so many that the first look is not believed.
    private static func provenAbsences(
        _ directory: ActiveDirectory, _ parts: SyncParts
    ) async throws -> [ObjectGUID: MirroredPerson.Presence] {
        let (missing, known, seen) = try await parts.store.absentees()
        if seen == 0 { throw SafetyStop.emptyDirectory(known: known) }
        let allowed = parts.limits.allowedMissing(of: known)
        if missing > max(allowed, parts.accepted.missing ?? 0) {
            throw SafetyStop.tooManyMissing(missing: missing, known: known, allowed: allowed)
        }
        var gone: [ObjectGUID: MirroredPerson.Presence] = [:]
        for guid in try await parts.store.absentGUIDs() {
            switch try await directory.secondLook(at: guid) {
            case .tombstone: gone[guid] = .deleted
            case .missing: gone[guid] = .missing
            case .present: break
            }
        }
        return gone
    }

    private static func tell(
        _ organization: (any DirectoryBackedOrganization)?, holds users: [ObservedUser]
    ) async throws {
        try await organization?.directoryHolds(users.compactMap { DirectorySourcedUser($0.user) })
    }

    private static func tell(
        _ organization: any DirectoryBackedOrganization, lost guids: [ObjectGUID], _ store: SyncStore
    ) async throws {
        var ids: [EntityID] = []
        for guid in guids {
            if let person = try await store.person(guid) { ids.append(EntityID(person.user.sid.description)) }
        }
        if !ids.isEmpty { try await organization.directoryLost(ids) }
    }
}

extension DirectorySourcedUser {
    /// How the organization's own directory reader would see this user; `nil` for what it does not list.
    package init?(_ user: DirectoryUser) {
        let role: UserRole
        switch user.kind {
        case .person: role = .user
        case .systemAccount: role = .systemUser
        case .resource: role = .resource
        case .computer, .managedServiceAccount, .trustAccount, .conflictObject: return nil
        }
        let personal = user.personal
        var profile = MailProfile()
        profile.displayName = personal.displayName ?? user.sAMAccountName
        profile.firstName = personal.firstName ?? ""
        profile.lastName = personal.lastName ?? ""
        profile.initials = personal.initials ?? ""
        profile.telephone = personal.telephone ?? ""
        profile.street = personal.street ?? ""
        profile.jobTitle = personal.jobTitle ?? ""
        profile.city = personal.city ?? ""
        profile.company = personal.company ?? ""
        profile.zipCode = personal.zipCode ?? ""
        profile.department = personal.department ?? ""
        profile.country = personal.country ?? ""
        profile.office = personal.office ?? ""
        self.init(id: EntityID(user.sid.description), name: user.sAMAccountName, role: role, profile: profile)
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
