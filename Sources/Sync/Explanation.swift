// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
public import WorkMail

/// Why one person is in or out: what the directory says, which rule decided, what an administrator decided, what the
/// organization has, and what the next run would do.
public struct Explanation: Sendable {
    public var person: MirroredPerson
    public var decision: Decision?
    /// The organization's row, where it has one.
    public var entity: MailUser?
    /// All other addresses of the mailbox.
    public var aliases: [EmailAddress]
    /// What the next run would do for this person, and what waits.
    public var plan: Plan
    /// Others who claim the address this person would get.
    public var rivals: [Hold.Claimant]
    public var journal: [JournalRecord]
    /// Others in the mirror, gone ones included, who have or had the same user name: never to be confused with this one.
    public var namesakes: [MirroredPerson]

    /// - Throws: `SyncStoreFailure`, and what the organization refuses.
    public static func about(_ person: MirroredPerson, parts: SyncParts) async throws -> Explanation {
        let now = parts.clock()
        let situation = try await Situation.gather(
            from: parts.store, parts.organization, rules: parts.rules, now: now, including: person.guid)
        let subject = situation.subjects.first { $0.person.guid == person.guid }
        // All of the plan, since who gets which address is settled among everybody.
        let plan = Planner.plan(situation.subjects, owners: situation.owners, rules: parts.rules, now: now)
            .restricted(to: [person.guid])
        var aliases: [EmailAddress] = []
        if let entity = subject?.entity, entity.state == .enabled {
            aliases = try await parts.organization.listAliases(entity.id).filter { $0 != entity.email }.sorted()
        }
        var rivals = subject?.rivals ?? []
        if rivals.isEmpty, let address = subject?.wantedAddress ?? person.standing.address {
            rivals = try await parts.store.claimants(of: address).filter { $0.guid != person.guid }.map(\.claimant)
        }
        return Explanation(
            person: person, decision: try await parts.store.decision(about: person.guid), entity: subject?.entity,
            aliases: aliases, plan: plan, rivals: rivals, journal: try await parts.store.journal(of: person.guid),
            namesakes: try await parts.store.people(named: person.user.sAMAccountName).filter { $0.guid != person.guid }
        )
    }
}
