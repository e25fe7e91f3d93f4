// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import WorkMail

@testable import Sync
@testable import workmail_sync

/// What has to be so when all is quiet. This is what “equals what a fresh full sync would give” means here:
///
/// 1. *The mirror* is, row by row and with everybody's standing, what reading everybody into an empty mirror gives; so is
///    the list of people to decide about. Whoever the directory no longer has is marked as gone.
/// 2. *With the same history* a full sync has nothing to do: on a copy of the organization, with our decisions, links,
///    former addresses and graces and an empty mirror, it makes no change, neither of anybody's mailbox nor of their data.
/// 3. *Without history* a full sync into a new organization, told who is approved, rejected and disabled, gives everybody
///    the same user, name, role and personal data, and the same mailbox with the same primary address. Besides, only this
///    may be different, and only by the book that the test keeps of what it did:
///    - a mailbox that a new organization would not give is kept, at an address that its owner was given once: of a leaver
///      in grace or without proof, of somebody whose address in the directory is missing, unusable or claimed by others;
///    - an address that such a mailbox (or an administrator's alias) still has is not another's yet: whoever wants it
///      waits, with the address that they had;
///    - a user whose mailbox was given to somebody who vanished when the database was put back is still theirs, though the
///      server gave the objectSid again.
///    An approval whose mailbox was taken since is carried out already: the new organization is told so, once the book
///    confirms that it was right to take it (`LifeLedger`).
/// 4. *Nobody else's*: no address belongs to two people, nobody has a mailbox who was never approved, nobody keeps one who
///    has been a leaver by proof for longer than the grace, and nobody who is approved and active is without one (by 3).
/// 5. *The journal* is whole, says how every call went, and played from its beginning it gives exactly the mailboxes,
///    primary addresses and aliases that there are.
struct QuietPoint {
    let life: Life
    let now: Date

    init(_ life: Life) {
        self.life = life
        now = life.clock.date
    }

    /// - Throws: when anything is not as it must be: what comes after that would be about the same.
    func check() async throws {
        let program = life.program
        let assembly = try program.assembly()
        let store = try assembly.store()
        let ours = try await OrganizationContents(try assembly.organization())
        // The one that is followed: two of Samba need not agree on the groups of somebody who was restored on one of them.
        let isOnSecond = program.record.now.server?.hasPrefix("dc2") ?? false
        let controller = life.controllers[isOnSecond ? 1 : 0]
        var wrong = try await life.ledger.read(store, ours, life.book)

        let same = try await FreshSync.onCopies(program, from: controller)
        wrong += differences(try await FreshSync.present(store), same.people, "the mirror")
        if try await store.undecided().map(\.guid).sorted() != same.undecided {
            wrong.append("others are to be decided about")
        }
        if !same.report.applied.done.isEmpty || !same.report.plan.changes.isEmpty {
            wrong.append("a full sync with the same history makes changes: \(same.report.plan.changes)")
        }
        wrong += differences(same.before, ours, "the copy")
        wrong += differences(same.after, ours, "after a full sync with the same history")

        let fresh = try await FreshSync.fromNothing(program, from: controller, life.decisions())
        wrong += differences(same.people, fresh.people, "two full reads")
        let book = Dictionary(uniqueKeysWithValues: life.book.people.map { ($0.guid, $0) })
        let links = Dictionary(try await store.links().map { ($1, $0) }, uniquingKeysWith: { a, _ in a })
        wrong += FreshComparison(ours: ours, fresh: fresh, people: book, links: links, now: now).differences
        wrong += unknown(links, ours, book, try await store.leavers())
        life.figures.peopleCompared += fresh.people.count
        life.figures.mailboxesCompared += ours.mailboxes.count
        if !wrong.isEmpty { throw Disorder(moment: life.moment, wrong: wrong) }
    }

    private func differences(_ ours: [MirroredPerson], _ fresh: [MirroredPerson], _ what: String) -> [String] {
        let other = Dictionary(uniqueKeysWithValues: fresh.map { ($0.guid, $0) })
        let mine = Set(ours.map(\.guid))
        let known = ours.compactMap { person -> String? in
            guard let theirs = other[person.guid] else { return "\(what): \(person) is not there" }
            return person == theirs ? nil : "\(what): \(person) is \(theirs)"
        }
        return known + fresh.filter { !mine.contains($0.guid) }.map { "\(what) lacks \($0)" }
    }

    private func differences(_ one: OrganizationContents, _ other: OrganizationContents, _ what: String) -> [String] {
        Set(one.members.keys).union(other.members.keys).filter { one.members[$0] != other.members[$0] }.map { id in
            "\(what): \(String(describing: one.members[id])) is not \(String(describing: other.members[id]))"
        }
    }

    /// What there may not be by the book, of those who have a mailbox.
    private func unknown(
        _ links: [EntityID: ObjectGUID], _ ours: OrganizationContents, _ book: [ObjectGUID: LifePerson],
        _ leavers: [ObjectGUID: KnownLeaver]
    ) -> [String] {
        var wrong: [String] = []
        var owners: [EmailAddress: EntityID] = [:]
        for (id, member) in ours.mailboxes {
            for address in [member.user.email].compactMap(\.self) + member.aliases {
                if let other = owners.updateValue(id, forKey: address) {
                    wrong.append("\(address) belongs to \(id) and to \(other)")
                }
            }
        }
        for (id, member) in ours.mailboxes {
            guard let guid = links[id], let person = book[guid] else {
                wrong.append("\(member.user) is nobody's")
                continue
            }
            if !person.wasEverApproved { wrong.append("\(person) has a mailbox and was never approved") }
            guard let since = person.provedAbsentSince(at: now, life.book.isProof),
                person.decision?.verdict == .approved
            else { continue }
            // The run that ended the grace was within the quiet time.
            let end = since + Double(life.book.graceDays) * 86_400 + Life.calm / .seconds(1)
            if now >= end {
                let known = leavers[guid].map { "known since \($0.since)" } ?? "not known"
                wrong.append("\(person) left at \(since), \(known), and still has a mailbox")
            }
        }
        return wrong
    }
}

/// What was not as it must be.
struct Disorder: Error, CustomStringConvertible {
    let moment: String
    let wrong: [String]

    var description: String { (["at \(moment):"] + wrong).joined(separator: "\n  ") }
}
