// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import GRDB
import Testing
import WorkMail

@testable import Sync

/// What a mailbox had when it was disabled: kept with the intent, and given back when the organization forgot it.
@Suite struct `Snapshots of mailboxes` {
    /// ana with two aliases, a quota and a right that bob has, in an organization that keeps nothing of a disabled user.
    static func with(
        _ ownership: OwnershipFacts = OwnershipFacts(directoryKind: .simpleAD), keepsSettings: Bool = false,
        _ body: (Workbench, MirroredPerson, _ ana: EntityID, _ bob: EntityID) async throws -> Void
    ) async throws {
        try await Workbench.with(ownership, keepsSettings: keepsSettings) { bench in
            let (person, ana) = try await bench.enabled(1, "ana")
            let bob = try await bench.add(try People.person(2, "bob", mail: "bob@example.com"))[0]
            for alias in ["a1@example.com", "a2@example.com"] {
                try await bench.organization.createAlias(ana, alias: try EmailAddress(alias))
            }
            try await bench.organization.updateMailboxQuota(ana, megabytes: 700)
            try await bench.organization.putMailboxPermissions(ana, grantee: bob, values: [.sendAs, .fullAccess])
            try await body(bench, person, ana, bob)
        }
    }

    static func settings(_ bench: Workbench, _ id: EntityID) async throws -> [String] {
        let quota = try await bench.organization.mailboxDetails(id).quotaMegabytes
        let permissions = try await bench.organization.listMailboxPermissions(id).map {
            "\($0.grantee) \($0.values.sorted())"
        }
        return try await bench.addresses(id) + ["\(quota) MB"] + permissions
    }

    static func whole(_ bob: EntityID) -> [String] {
        ["a1@example.com", "a2@example.com", "*ana@example.com", "700 MB", "\(bob) [FULL_ACCESS, SEND_AS]"]
    }

    @Test func `it holds addresses, quota and permissions, and until when the mailbox is kept`() async throws {
        try await Self.with { bench, person, ana, bob in
            let report = try await bench.carryOut(.disable, person)
            let snapshot = try #require(report.snapshots[ana])
            let permission = MailboxSnapshot.Permission(
                grantee: bob.value, name: "bob", isGroup: false, values: ["FULL_ACCESS", "SEND_AS"])
            #expect(
                snapshot
                    == MailboxSnapshot(
                        taken: bench.clock.now, enabledSince: snapshot.enabledSince, primary: "ana@example.com",
                        aliases: ["a1@example.com", "a2@example.com"], quota: 700, permissions: [permission]))
            #expect(snapshot.keptUntil == bench.clock.now + 30 * People.day)
            #expect(try await bench.store.snapshots() == [ana: snapshot])
        }
    }

    @Test func `it is written with the intent or not at all`() async throws {
        try await Self.with { bench, person, ana, _ in
            let change = Change(
                guid: person.guid, label: "ana", entity: ana, operation: .deregister, reason: "test", actor: "root")
            let snapshot = MailboxSnapshot(taken: bench.clock.now, primary: "ana@example.com")
            var overruled = change
            overruled.actor = nil
            overruled.decision = Decision(verdict: .disable, by: "somebody", at: People.now)
            #expect(try await bench.store.intend(overruled, snapshot: snapshot, at: bench.clock.now) == nil)
            #expect(try await bench.store.snapshots().isEmpty)
            #expect(try await bench.store.intend(change, snapshot: snapshot, at: bench.clock.now) != nil)
            #expect(try await bench.store.snapshots() == [ana: snapshot])
            let end = try await bench.store.journalEnd()
            try await bench.store.write { db in try db.execute(sql: "DROP TABLE snapshot") }
            await #expect(throws: SyncStoreFailure.self) {
                _ = try await bench.store.intend(change, snapshot: snapshot, at: bench.clock.now)
            }
            #expect(try await bench.store.journalEnd() == end)
        }
    }

    @Test func `the run that enables the mailbox again gives it all back, once`() async throws {
        try await Self.with { bench, person, ana, bob in
            try await bench.carryOut(.disable, person)
            bench.clock.advance(days: 29)
            let report = try await bench.carryOut(.approved, person)
            #expect(
                report.applied.done.map(line) == [
                    "RegisterToWorkMail ana ana@example.com", "CreateAlias ana a1@example.com",
                    "CreateAlias ana a2@example.com", "UpdateMailboxQuota ana 51200 MB > 700 MB",
                    "PutMailboxPermissions ana \(bob) (bob) FULL_ACCESS+SEND_AS",
                ])
            #expect(
                report.applied.done.dropFirst().allSatisfy { $0.reason == "as it was before the mailbox was disabled" })
            #expect(try await Self.settings(bench, ana) == Self.whole(bob))
            #expect(report.plan.lost.isEmpty && !report.isWaiting)
            #expect(try await bench.store.snapshots().isEmpty)
            #expect(try await bench.run.carryOut(for: [person.guid]).plan == Plan())
        }
    }

    @Test func `where the organization keeps the settings itself nothing is left to give back`() async throws {
        try await Self.with(keepsSettings: true) { bench, person, ana, bob in
            try await bench.carryOut(.disable, person)
            let report = try await bench.carryOut(.approved, person)
            #expect(report.applied.done.map(\.operationName) == ["RegisterToWorkMail"])
            #expect(try await Self.settings(bench, ana) == Self.whole(bob))
            #expect(try await bench.store.snapshots().isEmpty)
        }
    }

    @Test func `with another address the former one comes back as an alias`() async throws {
        try await Self.with { bench, person, ana, _ in
            try await bench.carryOut(.disable, person)
            try await bench.carryOut(.approved, person, email: "boss@example.com")
            #expect(
                try await bench.addresses(ana)
                    == ["a1@example.com", "a2@example.com", "ana@example.com", "*boss@example.com"])
        }
    }

    @Test func `whoever enabled it again, the next run gives back`() async throws {
        try await Self.with { bench, person, ana, bob in
            let edits = try await bench.plan(("ana", .disable))
            _ = try await bench.run.carryOut(edits)
            bench.clock.advance(60)
            try await bench.organization.registerToWorkMail(ana, email: try EmailAddress("ana@example.com"))
            _ = try await bench.run.carryOut(for: [person.guid])
            #expect(try await Self.settings(bench, ana) == Self.whole(bob))
        }
    }

    @Test func `an alias that somebody took meanwhile is told as lost and not fought over`() async throws {
        try await Self.with { bench, person, ana, _ in
            let (_, cem) = try await bench.enabled(3, "cem")
            try await bench.carryOut(.disable, person)
            try await bench.organization.createAlias(cem, alias: try EmailAddress("A1@example.com"))
            let report = try await bench.carryOut(.approved, person)
            #expect(report.plan.lost == ["ana: a1@example.com belongs to user cem now"])
            #expect(report.applied.failed.isEmpty)
            #expect(try await bench.addresses(ana) == ["a2@example.com", "*ana@example.com"])
            #expect(try await bench.addresses(cem) == ["A1@example.com", "*cem@example.com"])
            #expect(try await bench.run.carryOut(for: [person.guid]).plan == Plan(), "and is told once")
        }
    }

    @Test func `a grantee who is gone is told as lost, and no later run tries again`() async throws {
        try await Self.with { bench, person, ana, bob in
            try await bench.carryOut(.disable, person)
            try await bench.organization.directoryLost([bob])
            let report = try await bench.carryOut(.approved, person)
            #expect(report.applied.failed.isEmpty)
            #expect(report.plan.lost == ["ana: bob, who had rights on the mailbox, is gone"])
            #expect(try await Self.settings(bench, ana) == Array(Self.whole(bob).dropLast()))
            let end = try await bench.store.journalEnd()
            #expect(try await bench.run.carryOut(for: [person.guid]).plan == Plan())
            #expect(try await bench.store.journalEnd() == end)
        }
    }

    @Test func `past its 30 days nothing of the old mailbox is given to the new one`() async throws {
        for (days, comesBack) in [(30.0, false), (29.999, true)] {
            try await Self.with { bench, person, ana, bob in
                try await bench.carryOut(.disable, person)
                let disabled = bench.clock.now
                bench.clock.advance(days: days)
                // Decided and enabled at this very moment.
                let decision = Decision(verdict: .approved, by: "root", at: disabled + days * People.day)
                try await bench.store.record([(person, decision)])
                _ = try await bench.run.carryOut(for: [person.guid])
                let expected = comesBack ? Self.whole(bob) : ["*ana@example.com", "51200 MB"]
                #expect(try await Self.settings(bench, ana) == expected, "after \(days) days")
                #expect(try await bench.store.snapshots().isEmpty)
            }
        }
    }

    @Test func `a snapshot is forgotten when its mailbox is gone, and not a moment sooner`() async throws {
        try await Self.with { bench, person, ana, _ in
            try await bench.carryOut(.disable, person)
            bench.clock.advance(days: 29.9999)
            _ = try await bench.run.carryOut(for: [person.guid])
            #expect(try await bench.store.snapshots().count == 1)
            bench.clock.advance(days: 0.0002)
            _ = try await bench.run.carryOut(for: [person.guid])
            #expect(try await bench.store.snapshots().isEmpty)
        }
    }

    @Test func `a user whom only the organization has gets it all back as well`() async throws {
        try await Workbench.with(OwnershipFacts(directoryKind: .workmail), keepsSettings: false) { bench in
            let id = try await bench.organization.createUser(
                name: "visitor", displayName: "Guest", firstName: "", lastName: "", password: nil)
            let address = try EmailAddress("visitor@example.com")
            for edit in [
                .enable(address), .addAlias(try EmailAddress("desk@example.com")), .setQuota(700), .disable,
                AccountEdit.enable(address),
            ] {
                bench.clock.advance(60)
                let report = try await bench.run.carryOut(try await bench.plan(("visitor", edit)))
                #expect(report.applied.failed.isEmpty)
            }
            #expect(try await Self.settings(bench, id) == ["desk@example.com", "*visitor@example.com", "700 MB"])
            #expect(try await bench.store.snapshots().isEmpty)
        }
    }
}
