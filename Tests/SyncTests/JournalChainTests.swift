// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import GRDB
import Testing
import WorkMail

@testable import Sync

/// Whatever somebody does to the journal behind the program's back is found.
@Suite struct `The chain of the journal` {
    /// A database with so many lines, and the path to it.
    static func journal(_ lines: Int, _ body: (SyncStore) async throws -> Void) async throws {
        try await `The state database`.inFolder { folder in
            let store = try SyncStore(path: folder + "/state.db")
            for number in 0..<lines { _ = try await store.note(record(number)) }
            try await body(store)
        }
    }

    static func record(_ number: Int, label: String? = nil) -> JournalRecord {
        JournalRecord(
            at: People.now.addingTimeInterval(Double(number)), event: .intent, guid: People.guid(number % 200),
            label: label ?? "person \(number)", entity: EntityID("S-1-5-21-1-2-3-\(number)"), operation: "CreateAlias",
            newValue: "a\(number)@example.com", reason: "test", actor: "root")
    }

    /// What verification says after somebody has edited the database with SQL.
    static func faults(_ store: SyncStore, _ sql: String, containing head: String? = nil) async throws -> [String] {
        try await store.write { db in try db.execute(sql: sql) }
        let verification = try await store.verifyJournal(containing: head)
        #expect(verification.isWhole == verification.faults.isEmpty)
        return verification.faults.map(\.description)
    }

    static func changed(_ line: Int) -> String {
        "line \(line) is not what was written: it was changed, or another was put in its place"
    }

    @Test func `a journal that nobody touched is whole, and each line has a head of its own`() async throws {
        try await Self.journal(0) { store in
            let empty = try await store.verifyJournal()
            #expect(empty.isWhole && empty.lines == 0 && empty.head == String(repeating: "0", count: 64))
            var heads: Set<String> = [empty.head]
            for number in 1...5 {
                #expect(try await store.note(Self.record(number)) == Int64(number))
                let verification = try await store.verifyJournal()
                #expect(verification.isWhole && verification.lines == number && verification.head.count == 64)
                #expect(heads.insert(verification.head).inserted)
            }
            for head in heads { #expect(try await store.verifyJournal(containing: head.uppercased()).isWhole) }
            let records = try await store.latestAuditRecords(AuditFilter(), limit: 9)
            #expect(Set(records.flatMap(\.chain)) == heads.subtracting([empty.head]))
        }
    }

    /// SHA-256 over the 32 bytes before and 13 columns, each a byte for its kind, its length in 8 bytes, and its bytes:
    /// computed by another program (Python's hashlib). A head that somebody wrote down must mean the same in ten years.
    @Test func `the links are what they have always been`() async throws {
        try await Self.journal(1) { store in
            _ = try await store.note(Self.record(1, label: "A\u{0}na"))
            let record = try await store.latestAuditRecords(AuditFilter(), limit: 9)
            #expect(
                record.flatMap(\.chain) == [
                    "53558849649013b1a4575365355750c6553f5cdadfbb55e0c434a9f62a776bf4",
                    "49152a2b669067bb87033d56b017a732a18e68e5d73d6b189582592861d505ba",
                ])
        }
    }

    @Test func `a change of any column of a line is found at that line and nowhere else`() async throws {
        let changes = [
            "at = at + 0.000001", "event = 'decision'", "intent = 1", "guid = NULL", "guid = x'00'", "label = 'other'",
            "entity = NULL", "operation = 'DeleteAlias'", "old_value = ''", "new_value = NULL",
            "new_value = CAST(new_value AS BLOB)", "reason = 'Test'", "actor = 'eve'", "result = 'done'",
        ]
        for change in changes {
            try await Self.journal(4) { store in
                let faults = try await Self.faults(store, "UPDATE journal SET \(change) WHERE id = 3")
                #expect(faults == [Self.changed(3)], "\(change)")
            }
        }
        #expect(changes.count == JournalChain.columns.count + 1, "every column but the number, two of them twice")
    }

    @Test func `a value that moves from one column to the next is found`() async throws {
        try await Self.journal(2) { store in
            let swap = "UPDATE journal SET old_value = new_value, new_value = old_value WHERE id = 2"
            let faults = try await Self.faults(store, swap)
            #expect(faults == [Self.changed(2)])
        }
    }

    @Test func `lines that were removed are named, at the beginning, in the middle and at the end`() async throws {
        let rows: [(String, String)] = [
            ("id <= 2", "lines 1 to 2 were removed"), ("id = 1", "line 1 was removed"),
            ("id = 3", "line 3 was removed"), ("id IN (3, 4)", "lines 3 to 4 were removed"),
            ("id = 6", "line 6 was removed"), ("id >= 4", "lines 4 to 6 were removed"),
            ("id > 0", "lines 1 to 6 were removed"),
        ]
        for (condition, expected) in rows {
            try await Self.journal(6) { store in
                let faults = try await Self.faults(store, "DELETE FROM journal WHERE \(condition)")
                #expect(faults == [expected])
            }
        }
    }

    @Test func `a tail that was cut is found by the head or by the counter, whichever is left`() async throws {
        for left in ["DELETE FROM journal_head", "DELETE FROM sqlite_sequence WHERE name = 'journal'"] {
            try await Self.journal(4) { store in
                let faults = try await Self.faults(store, "DELETE FROM journal WHERE id > 2; \(left)")
                #expect(faults == ["lines 3 to 4 were removed"], "\(left)")
            }
        }
    }

    @Test func `lines in another order are found`() async throws {
        try await Self.journal(6) { store in
            let swap = """
                UPDATE journal SET id = -1 WHERE id = 2; UPDATE journal SET id = 2 WHERE id = 4;
                UPDATE journal SET id = 4 WHERE id = -1
                """
            let faults = try await Self.faults(store, swap)
            #expect(faults.contains(Self.changed(2)) && faults.contains(Self.changed(4)))
        }
    }

    @Test func `a line that somebody puts in, at the end as well, is found`() async throws {
        try await Self.journal(3) { store in
            let insert = """
                INSERT INTO journal (at, event, label, operation, reason, actor, chain)
                VALUES (1, 'decision', 'mallory', 'approved', 'because', 'root', randomblob(32))
                """
            #expect(try await Self.faults(store, insert) == [Self.changed(4)])
            // The next honest line is chained to the last honest one, so the other stays found.
            _ = try await store.note(Self.record(5))
            #expect(try await store.verifyJournal().faults.contains(.changed(4)))
        }
    }

    @Test func `a head that was written down elsewhere finds a journal that was rewritten with all its links`()
        async throws
    {
        try await Self.journal(5) { store in
            let known = try await store.verifyJournal().head
            // Somebody who has read our source: cuts two lines and every trace of them, and writes others.
            try await store.write { db in
                try db.execute(
                    sql: """
                        DELETE FROM journal WHERE id > 3; UPDATE sqlite_sequence SET seq = 3 WHERE name = 'journal';
                        UPDATE journal_head SET id = 3, chain = (SELECT chain FROM journal WHERE id = 3)
                        """)
            }
            #expect(try await store.verifyJournal().isWhole, "which nobody can see from here")
            let expected = "the head \(known) is not in this journal: it was rewritten, or is another one"
            #expect(try await store.verifyJournal(containing: known).faults.map(\.description) == [expected])
            for _ in 0..<2 { _ = try await store.note(Self.record(7)) }
            #expect(try await store.verifyJournal(containing: known).faults.map(\.description) == [expected])
            #expect(try await store.verifyJournal(containing: "nonsense").faults == [.strangeHead("nonsense")])
        }
    }

    @Test func `a head that was written down is found again however long the journal became`() async throws {
        try await Self.journal(3) { store in
            let known = try await store.verifyJournal().head
            for number in 3..<9 { _ = try await store.note(Self.record(number)) }
            #expect(try await store.verifyJournal(containing: known).isWhole)
            #expect(try await Self.faults(store, "UPDATE journal_head SET chain = x'00'") == [Self.changed(9)])
        }
    }

    @Test func `labels with a NUL and with decomposed accents are bytes, and two spellings are two lines`() async throws
    {
        let labels = ["A\u{0}na", "Jose\u{301}", "Jos\u{E9}", "\u{0}", ""]
        try await Self.journal(0) { store in
            for (number, label) in labels.enumerated() { _ = try await store.note(Self.record(number, label: label)) }
            #expect(try await store.verifyJournal().isWhole)
            let records = try await store.latestAuditRecords(AuditFilter(), limit: 9)
            #expect(records.map { Array($0.begun.label.utf8) } == labels.map { Array($0.utf8) })
            try await store.write { db in
                try db.execute(
                    sql: "UPDATE journal SET label = ? WHERE id = 2", arguments: [labels[2]])
            }
            #expect(try await store.verifyJournal().faults == [.changed(2)], "the composed spelling is another")
        }
    }

    @Test func `a decision, an intent and its outcome are chained in the order in which they were written`()
        async throws
    {
        try await Workbench.with { bench in
            let (person, id) = try await bench.enabled(1, "ana")
            try await bench.carryOut(.disable, person)
            let verification = try await bench.store.verifyJournal()
            #expect(verification.isWhole && verification.lines == 6)
            let lines = try await bench.store.journal(of: person.guid)
            #expect(lines.map(\.event) == [.decision, .intent, .outcome, .decision, .intent, .outcome])
            #expect(lines.compactMap(\.id) == [1, 2, 3, 4, 5, 6] && lines[5].intent == 5 && lines[5].entity == id)
        }
    }

    @Test func `a long journal is verified in a moment`() async throws {
        try await Self.journal(0) { store in
            try await store.write { db in
                for number in 0..<20_000 { try Self.record(number).insert(into: db) }
            }
            let start = ContinuousClock.now
            let verification = try await store.verifyJournal()
            print("20,000 lines of the journal verified in \(ContinuousClock.now - start)")
            #expect(verification.isWhole && verification.lines == 20_000)
        }
    }
}
