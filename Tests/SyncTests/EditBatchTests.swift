// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Testing
import WorkMail

@testable import Sync

/// Batches of edits: planned as a whole or not at all, and then carried out.
@Suite struct `A batch of edits` {
    static func address(_ text: String) throws -> EmailAddress { try EmailAddress(text) }

    /// What is wrong with a batch.
    static func problems(_ body: () async throws -> EditPlan) async throws -> [String] {
        do {
            _ = try await body()
            return []
        } catch let error as EditProblems { return error.problems.map(\.description) }
    }

    @Test func `everything that is wrong is told at once with its place, and nothing is planned`() async throws {
        try await Workbench.with { bench in
            _ = try await bench.enabled(1, "ana")
            _ = try await bench.enabled(3, "cem")
            try await bench.add(try People.person(2, "bob", mail: "bob@example.com"))
            let end = try await bench.store.journalEnd()
            let problems = try await Self.problems {
                try await bench.plan(
                    ("ana", .setProfile([.city: "Ulm"])), ("bob", .setQuota(5)), ("ana", .setQuota(0)),
                    ("cem", .setProfile([.office: String(repeating: "x", count: 257)])),
                    ("ana", .setProfile([.city: "Bonn"])), place: "people.csv")
            }
            #expect(
                problems == [
                    "people.csv, line 3: bob is DISABLED: only an ENABLED user has a mailbox to edit; enable it first",
                    "people.csv, line 4: ana cannot get a quota of 0 MB: it is 1 to 51200 MB",
                    "people.csv, line 5, column office: cem would get the office of 257 characters; the service takes 256",
                    "people.csv, line 6: ana is the same user as people.csv, line 2, and each may be there once",
                ])
            #expect(try await bench.store.journalEnd() == end)
        }
    }

    @Test func `of ten thousand rows one that is bad is named by row and column, and nothing is planned`() async throws
    {
        try await Workbench.with { bench in
            var requests = (0..<10_000).map { number in
                let user = MailUser(
                    id: EntityID("user-\(1_000_000 + number)"), name: "u\(number)", displayName: "U", state: .enabled)
                let account = Account(person: nil, details: MailUserDetails(user: user, profile: MailProfile()))
                return EditRequest(
                    user: "u\(number)", account: account, edit: .setProfile([.office: "\(number)", .city: "Ulm"]),
                    place: "people.csv, line \(number + 2)")
            }
            let start = ContinuousClock.now
            var planner = try await EditPlanner(bench.parts, by: "root", reason: "test")
            #expect(try await planner.plan(requests).plan.changes.count == 10_000)
            requests[7_654].edit = .setProfile([.city: "Ulm", .office: "\u{0}"])
            planner = try await EditPlanner(bench.parts, by: "root", reason: "test")
            let problems = await #expect(throws: EditProblems.self) { _ = try await planner.plan(requests) }
            #expect(
                problems?.problems.map(\.description) == [
                    "people.csv, line 7656, column office: u7654 would get the office with a NUL in it, which no text may hold"
                ])
            print("10,000 edits planned twice in \(ContinuousClock.now - start)")
        }
    }

    @Test func `two users of one batch cannot get one address`() async throws {
        try await Workbench.with { bench in
            _ = try await bench.enabled(1, "ana")
            _ = try await bench.enabled(2, "bob")
            let wanted = try Self.address("info@example.com")
            let problems = try await Self.problems {
                try await bench.plan(
                    ("ana", .addAlias(wanted)), ("bob", .setPrimary(try Self.address("INFO@example.com"))))
            }
            #expect(problems == ["bob cannot get INFO@example.com: ana is to get it too"])
        }
    }

    @Test func `an address that one gives up may go to another later in the batch, and not before`() async throws {
        try await Workbench.with { bench in
            let ana = try await bench.enabled(1, "ana").id
            let bob = try await bench.enabled(2, "bob").id
            let info = try Self.address("info@example.com")
            try await bench.organization.createAlias(ana, alias: info)
            let early = try await Self.problems {
                try await bench.plan(("bob", .addAlias(info)), ("ana", .removeAlias(info)))
            }
            #expect(early == ["bob cannot get info@example.com: it belongs to user ana (\(ana))"])
            let edits = try await bench.plan(("ana", .removeAlias(info)), ("bob", .addAlias(info)))
            #expect(lines(edits.plan) == ["DeleteAlias ana info@example.com", "CreateAlias bob info@example.com"])
            #expect(try await bench.run.carryOut(edits).applied.failed.isEmpty)
            #expect(try await bench.addresses(ana) == ["*ana@example.com"])
            #expect(try await bench.addresses(bob) == ["*bob@example.com", "info@example.com"])
        }
    }

    @Test func `an address that was taken and given up within the batch is free for another`() async throws {
        try await Workbench.with { bench in
            _ = try await bench.enabled(1, "ana")
            _ = try await bench.enabled(2, "bob")
            let info = try Self.address("info@example.com")
            let edits = try await bench.plan(
                ("ana", .addAlias(info)), ("ana", .removeAlias(info)), ("bob", .addAlias(info)))
            #expect(edits.plan.changes.map(\.label) == ["ana", "ana", "bob"])
            let problems = try await Self.problems {
                try await bench.plan(
                    ("ana", .addAlias(info)), ("ana", .removeAlias(info)), ("bob", .addAlias(info)),
                    ("ana", .addAlias(info)))
            }
            #expect(problems == ["ana cannot get info@example.com: bob is to get it too"])
        }
    }

    @Test func `aliases are counted within the batch as well, and the calls then all succeed`() async throws {
        try await Workbench.with { bench in
            let ana = try await bench.enabled(1, "ana").id
            for number in 1...98 {
                try await bench.organization.createAlias(ana, alias: try Self.address("a\(number)@example.com"))
            }
            let (b, c, d) = (
                try Self.address("b@example.com"), try Self.address("c@example.com"), try Self.address("d@example.com")
            )
            let problems = try await Self.problems {
                try await bench.plan(("ana", .addAlias(b)), ("ana", .setPrimary(c)), ("ana", .addAlias(d)))
            }
            #expect(
                problems == ["ana has 100 aliases: the service takes 100 a user, for good; use a group for more"])
            let edits = try await bench.plan(
                ("ana", .addAlias(b)), ("ana", .setPrimary(c)), ("ana", .removeAlias(b)), ("ana", .addAlias(d)))
            let report = try await bench.run.carryOut(edits)
            #expect(report.applied.failed.isEmpty && report.applied.done.count == 4)
            #expect(try await bench.organization.listAliases(ana).count == 101, "100 and the primary address")
        }
    }

    @Test func `edits of several kinds for one user each see what there is`() async throws {
        try await Workbench.with { bench in
            let ana = try await bench.enabled(1, "ana").id
            let bob = try await bench.enabled(2, "bob").id
            let (old, new) = (try Self.address("old@example.com"), try Self.address("new@example.com"))
            try await bench.organization.createAlias(ana, alias: old)
            try await bench.organization.putMailboxPermissions(ana, grantee: bob, values: [.sendAs])
            let edits = try await bench.plan(
                ("ana", .setQuota(500)), ("ana", .addAlias(old)), ("ana", .removeAlias(old)), ("ana", .addAlias(new)),
                ("ana", .revoke(.init(id: bob, name: "bob"), nil)))
            #expect(
                lines(edits.plan) == [
                    "UpdateMailboxQuota ana 51200 MB > 500 MB", "DeleteAlias ana old@example.com",
                    "CreateAlias ana new@example.com", "DeleteMailboxPermissions ana \(bob) (bob) SEND_AS",
                ])
            #expect(edits.unchanged == ["ana"])
            #expect(try await bench.run.carryOut(edits).applied.done.count == 4)
            #expect(try await bench.organization.mailboxDetails(ana).quotaMegabytes == 500)
        }
    }

    @Test func `a primary address that an administrator sets stays, also for the next plan`() async throws {
        try await Workbench.with { bench in
            let (person, ana) = try await bench.enabled(1, "ana")
            let edits = try await bench.plan(("ana", .setPrimary(try Self.address("boss@example.com"))))
            #expect(edits.decisions.map(\.decision.email?.text) == ["boss@example.com"])
            #expect(try await bench.run.carryOut(edits).applied.done.count == 1)
            let decision = try #require(try await bench.store.decision(about: person.guid))
            #expect(decision.verdict == .approved && decision.isSettled && decision.email?.text == "boss@example.com")
            #expect(try await bench.run.carryOut(for: [person.guid]).plan == Plan(), "the directory says ana@ still")
            #expect(try await bench.addresses(ana) == ["ana@example.com", "*boss@example.com"])
        }
    }

    @Test func `somebody about whom nobody decided keeps it without a decision`() async throws {
        try await Workbench.with { bench in
            let person = try People.person(1, "ana", mail: "ana@example.com")
            let id = try await bench.add(person)[0]
            try await bench.organization.registerToWorkMail(id, email: try Self.address("ana@example.com"))
            let edits = try await bench.plan(("ana", .setPrimary(try Self.address("boss@example.com"))))
            #expect(edits.decisions.isEmpty)
            _ = try await bench.run.carryOut(edits)
            #expect(try await bench.store.decision(about: person.guid) == nil)
            #expect(try await bench.run.carryOut(for: [person.guid]).plan == Plan())
        }
    }

    @Test func `a user whom only the organization has is enabled, edited, disabled and deleted`() async throws {
        try await Workbench.with(OwnershipFacts(directoryKind: .workmail)) { bench in
            let id = try await bench.organization.createUser(
                name: "visitor", displayName: "Guest", firstName: "", lastName: "", password: nil)
            let steps: [(AccountEdit, String)] = [
                (.setProfile([.jobTitle: "Clerk"]), #"UpdateUser Guest {"jobTitle":""} > {"jobTitle":"Clerk"}"#),
                (.enable(try Self.address("visitor@example.com")), "RegisterToWorkMail Guest visitor@example.com"),
                (.setQuota(100), "UpdateMailboxQuota Guest 51200 MB > 100 MB"),
                (.disable, "DeregisterFromWorkMail Guest"), (.delete, "DeleteUser Guest"),
            ]
            for (edit, expected) in steps {
                let report = try await bench.run.carryOut(try await bench.plan(("visitor", edit)))
                #expect(report.applied.done.map(line) == [expected] && report.applied.failed.isEmpty)
            }
            let records = try await bench.store.latestAuditRecords(AuditFilter(entity: id), limit: 100)
            #expect(records.map(\.begun.actor) == Array(repeating: "root", count: 5))
            #expect(records.allSatisfy { $0.result == "done" && $0.begun.guid == nil })
            #expect(try await bench.store.snapshots().isEmpty, "and nothing is kept for whoever was deleted")
        }
    }
}
