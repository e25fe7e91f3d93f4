// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import WorkMail

@testable import Sync

/// An organization beside a new one: the third of the rules of `QuietPoint`.
struct FreshComparison {
    let ours: OrganizationContents
    let fresh: FreshSync
    let people: [ObjectGUID: LifePerson]
    /// Whose the users of our organization are.
    let links: [EntityID: ObjectGUID]
    let now: Date

    /// What is different and may not be, each a sentence.
    var differences: [String] {
        let holds = Dictionary(fresh.report.plan.waiting.map { ($0.guid, $0.hold) }, uniquingKeysWith: { a, _ in a })
        let kept = keptMailboxes
        var addressesKept: [EmailAddress: EntityID] = [:]
        for (id, member) in ours.mailboxes {
            for alias in member.aliases where isAdministrators(alias, id) { addressesKept[alias] = id }
            if kept.contains(id), let email = member.user.email { addressesKept[email] = id }
        }
        return fresh.people.compactMap { difference(of: $0, holds[$0.guid], &addressesKept) } + strangers
    }

    /// Mailboxes at an address that the directory does not give.
    private var keptMailboxes: Set<EntityID> {
        Set(ours.mailboxes.keys.filter { fresh.after.members[$0]?.isEnabled != true })
    }

    private func isAdministrators(_ alias: EmailAddress, _ id: EntityID) -> Bool {
        fresh.people.contains {
            EntityID($0.user.sid.description) == id && people[$0.guid]?.aliases.contains(alias.text) ?? false
        }
    }

    private func difference(
        of mirrored: MirroredPerson, _ hold: Hold?, _ addressesKept: inout [EmailAddress: EntityID]
    ) -> String? {
        let id = EntityID(mirrored.user.sid.description)
        guard let theirs = fresh.after.members[id] else {
            return ours.members[id].map { "\(mirrored.label) is a user: \($0.user)" }
        }
        guard let mine = ours.members[id] else { return "\(mirrored.label) is no user" }
        if mine.profile != theirs.profile || mine.user.name != theirs.user.name || mine.user.role != theirs.user.role {
            return "\(mirrored.label) is \(mine) and not \(theirs)"
        }
        // A database that was put back gives an objectSid again: the mailbox stays with whom it was given to.
        if let owner = links[id], owner != mirrored.guid, people[owner]?.existence == .vanished { return nil }
        switch (mine.isEnabled, theirs.isEnabled) {
        case (false, false):
            return mine.user.state == theirs.user.state ? nil : "\(mirrored.label) is \(mine.user.state)"
        case (true, true):
            guard mine.user.email != theirs.user.email else { return nil }
            guard let wanted = theirs.user.email, isKept(wanted, by: id, &addressesKept, mine.user.email) else {
                return "\(mirrored.label) has \(mine.user.email?.text ?? "") and not \(theirs.user.email?.text ?? "")"
            }
            return nil
        case (false, true):
            guard let wanted = theirs.user.email, isKept(wanted, by: id, &addressesKept, nil) else {
                return
                    "\(mirrored.label) is approved, active and without a mailbox (\(theirs.user.email?.text ?? "")): \(mine.user)"
            }
            return nil
        case (true, false): return whyKept(mirrored, mine, hold)
        }
    }

    /// Whether somebody else has the address; then the one who waits for it goes on having their own.
    private func isKept(
        _ wanted: EmailAddress, by id: EntityID, _ kept: inout [EmailAddress: EntityID], _ own: EmailAddress?
    ) -> Bool {
        guard let owner = kept[wanted], owner != id else { return false }
        if let own { kept[own] = id }
        return true
    }

    private func whyKept(_ mirrored: MirroredPerson, _ mine: OrganizationContents.Member, _ hold: Hold?) -> String? {
        guard let person = people[mirrored.guid] else { return "nobody knows \(mirrored.label)" }
        guard let email = mine.user.email, person.addresses.contains(email.text) else {
            return "\(mirrored.label) has \(mine.user.email?.text ?? "no address"), which nobody gave them"
        }
        if person.decision?.verdict != .approved { return "\(mirrored.label) has a mailbox and no approval" }
        if person.absence(at: now) != nil { return nil }
        switch hold {
        case .addressContested: return nil
        case .notEligible(let standing) where standing.exclusion?.nature == .address: return nil
        default: return "\(mirrored.label) has a mailbox that nobody would give them: \(String(describing: hold))"
        }
    }

    /// Users whom the directory does not have: they keep a mailbox until it is taken, and are otherwise none.
    private var strangers: [String] {
        let here = Set(fresh.people.map { EntityID($0.user.sid.description) })
        return ours.members.filter { !here.contains($0.key) }.compactMap { id, member in
            switch member.user.state {
            case .enabled, .deleted: nil
            // The mailbox may come back for 30 days.
            case .disabled where member.user.disabledDate != nil: nil
            default: "\(member.user.name) is \(member.user.state) and in no directory"
            }
        }
    }
}
