// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Synchronization
import Testing
import WorkMail

@testable import Sync

/// What the journal tells afterwards: who, when, what, from which value to which, and how it went.
@Suite struct `The audit` {
    @Test func `values of masked fields are in no line, and it is seen that they were changed`() async throws {
        try await Workbench.with(OwnershipFacts(directoryKind: .workmail)) { bench in
            var bench = bench
            bench.parts.maskedFields = [.telephone]
            let id = try await bench.organization.createUser(
                name: "visitor", displayName: "Guest", firstName: "", lastName: "", password: nil)
            let edits = try await bench.plan(("visitor", .setProfile([.telephone: "555-SECRET", .city: "Ulm"])))
            #expect(try await bench.run.carryOut(edits).applied.done.count == 1)
            #expect(try await bench.organization.describeUser(id).profile.telephone == "555-SECRET")
            let record = try #require(try await bench.store.latestAuditRecords(AuditFilter(entity: id), limit: 9).last)
            #expect(record.begun.oldValue == #"{"city":"","telephone":"(masked)"}"#)
            #expect(record.begun.newValue == #"{"city":"Ulm","telephone":"(masked)"}"#)
            for file in ["state.db", "state.db-wal"] {
                let bytes = try Data(contentsOf: URL(filePath: "\(bench.folder)/\(file)"))
                #expect(bytes.range(of: Data("SECRET".utf8)) == nil, "\(file)")
            }
        }
    }

    @Test func `a call is one record with its outcome, and one that was interrupted says so`() async throws {
        try await Workbench.with { bench in
            let (person, id) = try await bench.enabled(1, "ana")
            let change = Change(
                guid: person.guid, label: "ana", entity: id, operation: .updateQuota(from: 51_200, to: 10),
                reason: "test", actor: "root")
            let intent = try #require(try await bench.store.intend(change, at: bench.clock.now))
            let records = try await bench.store.latestAuditRecords(AuditFilter(guid: person.guid), limit: 9)
            #expect(records.map(\.begun.operation) == ["approved", "RegisterToWorkMail", "UpdateMailboxQuota"])
            #expect(records.map(\.result) == ["done", "done", "not known: it was interrupted"])
            #expect(records.map(\.chain.count) == [1, 2, 1] && records.map(\.id) == [1, 2, 4])
            let begun = try #require(try await bench.store.auditRecord(3))
            #expect(begun.id == 2 && begun == records[1], "the outcome's number means the same record")
            #expect(try await bench.store.auditRecord(99) == nil)
            try await bench.store.conclude(intent, result: "refused", entity: nil, at: bench.clock.now)
            #expect(try await bench.store.auditRecord(4)?.result == "refused")
        }
    }

    @Test func `records are found by person, entity, time, actor and operation`() async throws {
        try await `The state database`.inFolder { folder in
            let store = try SyncStore(path: folder + "/state.db")
            let rows: [(Int?, String, Double, String, String)] = [
                (1, "S-1-5-21-1-2-3-1001", 0, "root", "CreateAlias"),
                (2, "S-1-5-21-1-2-3-1002", 10, "anna (through sudo)", "DeleteAlias"),
                (nil, "S-1-5-21-1-2-3-1001", 20, "root", "DeleteAlias"), (1, "other-entity", 30, "sync", "CreateAlias"),
            ]
            for (number, entity, seconds, actor, operation) in rows {
                _ = try await store.note(
                    JournalRecord(
                        at: People.now + seconds, event: .intent, guid: number.map(People.guid), label: "x",
                        entity: EntityID(entity), operation: operation, reason: "test", actor: actor))
            }
            let one = EntityID("S-1-5-21-1-2-3-1001")
            let filters: [(AuditFilter, [Int64])] = [
                (AuditFilter(), [1, 2, 3, 4]), (AuditFilter(guid: People.guid(1)), [1, 4]),
                (AuditFilter(entity: one), [1, 3]), (AuditFilter(guid: People.guid(1), entity: one), [1, 3, 4]),
                (AuditFilter(since: People.now + 10), [2, 3, 4]), (AuditFilter(until: People.now + 10), [1]),
                (AuditFilter(since: People.now + 10, until: People.now + 30), [2, 3]),
                (AuditFilter(actor: "SUDO"), [2]), (AuditFilter(actor: "%"), []),
                (AuditFilter(operation: "deletealias"), [2, 3]),
                (AuditFilter(operation: "Alias"), []),
                (AuditFilter(entity: one, actor: "root", operation: "DeleteAlias"), [3]),
                (AuditFilter(guid: People.guid(9)), []),
            ]
            for (filter, ids) in filters {
                let found = Mutex<[Int64]>([])
                try await store.forEachAuditRecord(filter) { record in found.withLock { $0.append(record.id) } }
                #expect(found.withLock { $0 } == ids, "\(filter)")
                #expect(try await store.latestAuditRecords(filter, limit: 2).map(\.id) == ids.suffix(2), "\(filter)")
            }
        }
    }
}
