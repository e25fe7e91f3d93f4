// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing
import WorkMail

@testable import Sync

/// Users whom an administrator makes in a WorkMail directory, each with a mailbox at once.
@Suite struct `Creating users` {
    static func creation(_ name: String, _ email: String, display: String = "Guest", place: String? = nil) throws
        -> UserCreation
    {
        UserCreation(
            user: Change.NewUser(name: name, displayName: display), email: try EmailAddress(email), password: nil,
            place: place)
    }

    static func with(_ body: (Workbench) async throws -> Void) async throws {
        try await Workbench.with(OwnershipFacts(directoryKind: .workmail), body)
    }

    @Test func `a user is made and enabled, four lines in the journal, and is nobody's orphan`() async throws {
        try await Self.with { bench in
            let creations = [try Self.creation("visitor", "visitor@example.com")]
            #expect(try await bench.run.problems(with: creations).isEmpty)
            let created = try await bench.run.create(creations, by: "root", reason: "visitor")
            let id = try #require(created.first?.id)
            #expect(created.map(\.failure) == [nil])
            #expect(try await bench.addresses(id) == ["*visitor@example.com"])
            let records = try await bench.store.latestAuditRecords(AuditFilter(), limit: 9)
            #expect(records.map(\.begun.operation) == ["CreateUser", "RegisterToWorkMail"])
            #expect(records.allSatisfy { $0.result == "done" && $0.begun.actor == "root" && $0.outcome?.entity == id })
            let situation = try await Situation.gather(
                from: bench.store, bench.organization, rules: bench.parts.rules, now: bench.clock.now)
            #expect(situation.orphans.isEmpty && situation.enabledMailboxes == 1)
        }
    }

    @Test func `everything that stands in the way is told before the first is made`() async throws {
        try await Self.with { bench in
            let ana = try await bench.run.create(
                [try Self.creation("ana", "ana@example.com")], by: "root", reason: "test")[0].id
            let id = try #require(ana)
            let creations = [
                try Self.creation("ANA", "b@example.com", place: "new.csv, line 2"),
                try Self.creation("bob", "Ana@example.com"),
                try Self.creation("cem", "c@example.com"), try Self.creation("Cem", "d@example.com"),
                try Self.creation("dan", "C@example.com"), try Self.creation("eve", "eve@pending.example"),
                try Self.creation("fay", "fay@elsewhere.example"),
                try Self.creation("gil", "gil@example.com", display: ""),
            ]
            #expect(
                try await bench.run.problems(with: creations).map(\.description) == [
                    "new.csv, line 2: ANA is the name of a user already (\(id), ENABLED)",
                    "bob cannot get Ana@example.com: it belongs to user ana (\(id))",
                    "Cem is to be created twice",
                    "dan cannot get C@example.com: cem is to get it too",
                    "eve cannot get eve@pending.example: the domain pending.example is not verified",
                    "fay cannot get fay@elsewhere.example: the organization has no domain elsewhere.example; it has "
                        + "example.com, pending.example",
                    "gil would be left without a display name, which every user has",
                ])
        }
    }

    @Test func `one who was made and could not be enabled stays, is reported, and stops nobody else`() async throws {
        try await Self.with { bench in
            let created = try await bench.run.create(
                [
                    try Self.creation("eve", "eve@pending.example"), try Self.creation("no spaces", "x@example.com"),
                    try Self.creation("fay", "fay@example.com"),
                ], by: "root", reason: "test")
            #expect(created.map { $0.id != nil } == [true, false, true])
            #expect(created.map { $0.failure != nil } == [true, true, false])
            #expect(created[0].failure?.contains("pending.example") == true)
            let eve = try #require(created[0].id)
            #expect(try await bench.organization.describeUser(eve).user.state == .disabled)
            let records = try await bench.store.latestAuditRecords(AuditFilter(), limit: 9)
            #expect(records.filter { $0.result == "done" }.count == 3 && records.count == 5)
        }
    }
}
