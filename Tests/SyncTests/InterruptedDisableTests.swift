// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Testing
import WorkMail

@testable import Sync

/// Disables and enables that did not come to their end, and what becomes of the snapshots.
@Suite struct `A disable that was interrupted` {
    typealias Snapshots = `Snapshots of mailboxes`

    /// The intent to disable ana, with its snapshot, as a process leaves it that was killed before the call.
    static func intend(_ bench: Workbench, _ person: MirroredPerson, _ id: EntityID) async throws {
        let decision = try await bench.store.decision(about: person.guid)
        let change = Change(
            guid: person.guid, label: "ana", entity: id, operation: .deregister, reason: "test", decision: decision)
        let snapshot = try await MailboxSnapshot.taken(of: id, in: bench.organization, at: bench.clock.now)
        #expect(try await bench.store.intend(change, snapshot: snapshot, at: bench.clock.now) != nil)
        bench.clock.advance(60)
    }

    @Test func `the next run makes it up, and enabling gives everything back all the same`() async throws {
        try await Snapshots.with { bench, person, ana, bob in
            try await bench.decide(.disable, person)
            try await Self.intend(bench, person, ana)
            let report = try await bench.run.carryOut(for: [person.guid])
            #expect(report.applied.done.map(\.operationName) == ["DeregisterFromWorkMail"])
            #expect(try await bench.store.snapshots()[ana]?.aliases == ["a1@example.com", "a2@example.com"])
            try await bench.carryOut(.approved, person)
            #expect(try await Snapshots.settings(bench, ana) == Snapshots.whole(bob))
        }
    }

    @Test func `where the call was made the next run only writes it down, and the snapshot is there`() async throws {
        try await Snapshots.with { bench, person, ana, bob in
            try await bench.decide(.disable, person)
            try await Self.intend(bench, person, ana)
            try await bench.organization.deregisterFromWorkMail(ana)
            #expect(try await bench.run.carryOut(for: [person.guid]).plan == Plan())
            #expect(try await bench.results(person.guid).last == "DeregisterFromWorkMail: done")
            try await bench.carryOut(.approved, person)
            #expect(try await Snapshots.settings(bench, ana) == Snapshots.whole(bob))
        }
    }

    @Test func `a mailbox that was not disabled after all keeps what an administrator took from it since`() async throws
    {
        try await Snapshots.with { bench, person, ana, bob in
            try await Self.intend(bench, person, ana)
            let edits = try await bench.plan(
                ("ana", .removeAlias(try EmailAddress("a1@example.com"))), ("ana", .revokeAll), ("ana", .setQuota(900)))
            #expect(try await bench.run.carryOut(edits).applied.failed.isEmpty)
            #expect(try await bench.run.carryOut(for: [person.guid]).plan == Plan())
            #expect(try await Snapshots.settings(bench, ana) == ["a2@example.com", "*ana@example.com", "900 MB"])
            #expect(try await bench.store.snapshots().isEmpty)
        }
    }

    @Test func `what was enabled elsewhere against a decision is disabled again, and nothing of it is forgotten`()
        async throws
    {
        try await Snapshots.with { bench, person, ana, bob in
            try await bench.carryOut(.disable, person)
            bench.clock.advance(60)
            try await bench.organization.registerToWorkMail(ana, email: try EmailAddress("boss@example.com"))
            bench.clock.advance(60)
            let report = try await bench.run.carryOut(for: [person.guid])
            #expect(report.applied.done.map(\.operationName) == ["DeregisterFromWorkMail"])
            #expect(report.applied.failed.isEmpty, "nothing is given to a mailbox that goes")
            try await bench.carryOut(.approved, person)
            #expect(
                try await Snapshots.settings(bench, ana)
                    == Snapshots.whole(bob).prefix(3) + ["boss@example.com"] + Snapshots.whole(bob).dropFirst(3))
        }
    }

    @Test func `an intent to give back that was interrupted is told, and the next run goes on`() async throws {
        try await Snapshots.with { bench, person, ana, bob in
            try await bench.carryOut(.disable, person)
            try await bench.decide(.approved, person)
            try await bench.organization.registerToWorkMail(ana, email: try EmailAddress("ana@example.com"))
            let alias = Change(
                guid: person.guid, label: "ana", entity: ana,
                operation: .createAlias(try EmailAddress("a1@example.com")), reason: "test", actor: "sync")
            _ = try await bench.store.intend(alias, at: bench.clock.now)
            let report = try await bench.run.carryOut(for: [person.guid])
            #expect(report.applied.done.count == 4 && report.applied.failed.isEmpty)
            #expect(try await bench.results(person.guid).contains("CreateAlias: interrupted, not done"))
            #expect(try await Snapshots.settings(bench, ana) == Snapshots.whole(bob))
        }
    }

    @Test func `one who cannot be enabled is tried once in a run, though others are given back what they had`()
        async throws
    {
        try await Snapshots.with { bench, person, ana, bob in
            try await bench.carryOut(.disable, person)
            try await bench.decide(.approved, person)
            let other = try #require(try await bench.store.person(People.guid(2)))
            // The domain of the address that the administrator chose is not verified.
            try await bench.decide(.approved, other, email: "bob@pending.example")
            let report = try await bench.run.carryOut(for: [person.guid, other.guid])
            #expect(report.applied.failed.map(\.change.label) == ["bob"])
            #expect(report.applied.done.count == 5)
            #expect(try await bench.results(other.guid).count == 1)
            #expect(try await Snapshots.settings(bench, ana) == Snapshots.whole(bob))
        }
    }
}
