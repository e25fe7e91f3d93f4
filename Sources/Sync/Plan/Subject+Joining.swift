// SPDX-License-Identifier: Apache-2.0
import Directory
public import WorkMail

// Which row of the organization is whose: by the stored link, by objectSid, and by name only where that proves it.

extension Subject {
    /// Looks for the row of somebody who has none enabled: by each id in turn, and then for one that has the name.
    /// - Parameters:
    ///   - ids: by the stored link, and by objectSid. A row that is DELETED counts only if there is no other.
    ///   - linked: rows that are known to be somebody's.
    mutating func look(
        for ids: [EntityID], in organization: any MailOrganization, linked: Set<EntityID>, rules: PlanningRules
    ) async throws {
        for id in ids {
            let row = try await Situation.describe(id, in: organization)
            if let row, row.state != .deleted {
                entity = row
                return
            }
            entity = entity ?? row
        }
        guard decision?.verdict == .approved else { return }
        // Users of the same name: perhaps the same person.
        let namesakes = try await organization.users(named: person.user.sAMAccountName)
        guard let first = namesakes.first else { return }
        let isTheirs = rules.namesAreIdentities && namesakes.count == 1 && !first.id.isSID && !linked.contains(first.id)
        if isTheirs {
            entity = first
        } else {
            namesake = first
            namesakeIsLinked = linked.contains(first.id)
        }
    }

    /// Whether the organization has yet to list this approved person.
    func isAwaited(by rules: PlanningRules) -> Bool {
        rules.ownership.isHosted && rules.directoryKind.isDirectoryBacked && decision?.verdict == .approved
            && (entity == nil || entity?.state == .deleted) && namesake == nil
    }
}

extension EntityID {
    /// Whether it has the form of an objectSid. Then it is one, and says more than a name.
    public var isSID: Bool { value.hasPrefix("S-1-") }
}

extension PlanningRules {
    /// Whether a user's name in the organization is the sAMAccountName of the directory behind it, and so, being unique
    /// there, as good as an id where the ids themselves are no SIDs. Which ids the hosted service gives to the users of a
    /// directory is not published.
    var namesAreIdentities: Bool { ownership.isHosted && directoryKind.isDirectoryBacked }
}
