// SPDX-License-Identifier: Apache-2.0
import Foundation
import Sync
import Testing
import WorkMail

/// Groups of a WorkMail directory.
@Suite struct `Making and deleting groups` {
    @Test func `a group is made once and deleted by name or id, each with its lines in the journal`() async throws {
        try await Workbench.with(OwnershipFacts(directoryKind: .workmail)) { bench in
            let run = bench.run
            #expect(try await run.problem(with: .create("Sales")) == nil)
            let id = try await run.carryOut(.create("Sales"), by: "root", reason: "new team")
            #expect(try await run.problem(with: .create("sales")) == "is a group already (\(id), DISABLED)")
            for name in ["", String(repeating: "x", count: 257), "Ünïcødé \u{100}"] {
                #expect(
                    try await run.problem(with: .create(name))
                        == "cannot be a group's name: it takes 1 to 256 characters of Latin-1")
            }
            #expect(
                try await run.problem(with: .create("Krbtgt")) == "is a name that the directory keeps for itself")
            #expect(try await run.problem(with: .delete("Marketing")) == "is no group of the organization")
            #expect(try await run.problem(with: .delete(id.value)) == nil)
            #expect(try await run.carryOut(.delete("SALES"), by: "root", reason: "dissolved") == id)
            #expect(try await run.problem(with: .delete(id.value)) == "is no group of the organization")
            let records = try await bench.store.latestAuditRecords(AuditFilter(entity: id), limit: 10)
            #expect(records.map(\.begun.operation) == ["CreateGroup", "DeleteGroup"])
            let all = try await bench.store.latestAuditRecords(AuditFilter(), limit: 10)
            #expect(
                all.map { "\($0.begun.operation) \($0.begun.label) \($0.result)" } == [
                    "CreateGroup Sales done", "DeleteGroup SALES done",
                ])
            #expect(all.map(\.outcome?.entity) == [id, id])
        }
    }

    @Test func `a group that the organization refuses is in the journal with its words`() async throws {
        try await Workbench.with { bench in
            await #expect(throws: MailOrganizationError.self) {
                try await bench.run.carryOut(.create("Sales"), by: "root", reason: "new team")
            }
            let record = try #require(try await bench.store.latestAuditRecords(AuditFilter(), limit: 1).first)
            #expect(record.result.contains("UnsupportedOperationException"))
        }
    }
}
