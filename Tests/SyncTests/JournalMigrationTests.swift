// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import GRDB
import Testing
import WorkMail

@testable import Sync

/// A state database of the first released schema, with what a year may have written into it.
@Suite struct `A state database of the first schema` {
    /// Migration "1" as it was released; it is never to change.
    static let firstSchema = """
        PRAGMA application_id = 1464693620;
        CREATE TABLE person (
          guid BLOB NOT NULL UNIQUE, sid TEXT NOT NULL, dn TEXT NOT NULL, kind TEXT NOT NULL,
          sam_account_name TEXT NOT NULL, user_principal_name TEXT, mail TEXT,
          proxy_addresses TEXT,
          display_name TEXT, first_name TEXT, last_name TEXT, initials TEXT, telephone TEXT, street TEXT,
          job_title TEXT, city TEXT, company TEXT, zip_code TEXT, department TEXT, country TEXT, office TEXT,
          account_control INTEGER NOT NULL, account_expires INTEGER, primary_group_id INTEGER,
          when_changed INTEGER, usn_changed INTEGER,
          scope TEXT NOT NULL, scope_detail TEXT,
          exclusion TEXT, exclusion_detail TEXT, address TEXT, address_key TEXT,
          presence TEXT NOT NULL, absent_since INTEGER
        );
        CREATE INDEX person_sid ON person(sid);
        CREATE INDEX person_name ON person(sam_account_name COLLATE NOCASE);
        CREATE INDEX person_principal ON person(user_principal_name COLLATE NOCASE);
        CREATE INDEX person_mail ON person(mail COLLATE NOCASE);
        CREATE INDEX person_address ON person(address_key) WHERE exclusion IS NULL AND presence = 'present';
        CREATE TABLE decision (
          guid BLOB PRIMARY KEY NOT NULL, verdict TEXT NOT NULL, email TEXT, email_key TEXT, reason TEXT,
          decided_by TEXT NOT NULL, decided_at REAL NOT NULL, settled INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE link (
          guid BLOB PRIMARY KEY NOT NULL, entity TEXT NOT NULL UNIQUE, origin TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE held_address (
          guid BLOB NOT NULL, address_key TEXT NOT NULL, address TEXT NOT NULL, kind TEXT NOT NULL,
          PRIMARY KEY (guid, address_key)
        ) WITHOUT ROWID;
        CREATE TABLE scope_pin (
          role TEXT NOT NULL, configured_dn TEXT NOT NULL, guid BLOB NOT NULL,
          PRIMARY KEY (role, configured_dn)
        ) WITHOUT ROWID;
        CREATE TABLE issue (guid BLOB, dn TEXT NOT NULL, attribute TEXT NOT NULL, problem TEXT NOT NULL);
        CREATE TABLE journal (
          id INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, event TEXT NOT NULL, intent INTEGER,
          guid BLOB NOT NULL, label TEXT NOT NULL, entity TEXT, operation TEXT NOT NULL,
          old_value TEXT, new_value TEXT, reason TEXT NOT NULL, actor TEXT NOT NULL, result TEXT
        );
        CREATE INDEX journal_guid ON journal(guid);
        CREATE INDEX journal_intent ON journal(intent);
        CREATE TABLE run (
          id INTEGER PRIMARY KEY AUTOINCREMENT, started REAL NOT NULL, finished REAL NOT NULL,
          outcome TEXT NOT NULL, detail TEXT NOT NULL, server TEXT, invocation_id BLOB, usn INTEGER
        );
        CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
        INSERT INTO grdb_migrations VALUES ('1');
        """

    /// ana (GUID 01, 15 × 00), approved, enabled and renamed; the last call was interrupted. The label of the first line
    /// has a NUL, and so is a blob.
    static let rows = """
        INSERT INTO person (guid, sid, dn, kind, sam_account_name, mail, account_control, scope, address, address_key, presence)
          VALUES (x'01000000000000000000000000000000', 'S-1-5-21-1-2-3-1001', 'CN=ana,DC=corp', 'person', 'ana',
                  'ana@example.com', 512, 'inside', 'ana@example.com', 'ana@example.com', 'present');
        INSERT INTO decision VALUES
          (x'01000000000000000000000000000000', 'approved', NULL, NULL, 'new', 'root', 1789000000.25, 1);
        INSERT INTO link VALUES (x'01000000000000000000000000000000', 'S-1-5-21-1-2-3-1001', 'RegisterToWorkMail');
        INSERT INTO held_address VALUES
          (x'01000000000000000000000000000000', 'old@example.com', 'Old@example.com', 'former');
        INSERT INTO journal VALUES
          (1, 1789000000.25, 'decision', NULL, x'01000000000000000000000000000000', x'410042', NULL, 'approved', NULL,
           NULL, 'new', 'root', NULL),
          (2, 1789000001, 'intent', NULL, x'01000000000000000000000000000000', 'Jose\u{301}', 'S-1-5-21-1-2-3-1001',
           'RegisterToWorkMail', NULL, 'Old@example.com', 'approved by root', 'sync', NULL),
          (3, 1789000002, 'outcome', 2, x'01000000000000000000000000000000', 'Jose\u{301}', 'S-1-5-21-1-2-3-1001',
           'RegisterToWorkMail', NULL, 'Old@example.com', 'approved by root', 'sync', 'done'),
          (4, 1789000003.5, 'intent', NULL, x'01000000000000000000000000000000', 'ana', 'S-1-5-21-1-2-3-1001',
           'UpdatePrimaryEmailAddress', 'Old@example.com', 'ana@example.com', 'the directory says so', 'sync', NULL);
        INSERT INTO run (started, finished, outcome, detail) VALUES (1789000000, 1789000002, 'done', '1 changes made');
        """

    static func database(_ path: String, _ more: String = "") throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { db in try db.execute(sql: firstSchema + rows + more) }
        try queue.close()
    }

    @Test func `everything in it is read as before, and its journal is chained`() async throws {
        try await `The state database`.inFolder { folder in
            let path = folder + "/state.db"
            try Self.database(path)
            let store = try SyncStore(path: path)
            let guid = People.guid(1)
            let id = EntityID("S-1-5-21-1-2-3-1001")
            #expect(try await store.person(guid)?.standing.address?.text == "ana@example.com")
            let decision = try #require(try await store.decision(about: guid))
            #expect(decision.verdict == .approved && decision.isSettled && decision.reason == "new")
            #expect(decision.at == Date(timeIntervalSince1970: 1_789_000_000.25))
            #expect(try await store.links() == [guid: id])
            #expect(try await store.heldAddresses()[guid]?.former.map(\.text) == ["Old@example.com"])
            #expect(try await store.runs(limit: 5).map(\.detail) == ["1 changes made"])
            #expect(try await store.snapshots().isEmpty)
            #expect(try await store.leavers().isEmpty)

            let lines = try await store.journal(of: guid)
            #expect(
                lines.compactMap(\.id) == [1, 2, 3, 4] && lines.map(\.event) == [.decision, .intent, .outcome, .intent])
            #expect(
                lines.map { Array($0.label.utf8) }
                    == ["A\u{0}B", "Jose\u{301}", "Jose\u{301}", "ana"].map { Array($0.utf8) })
            #expect(lines[2].intent == 2 && lines[2].result == "done" && lines[3].oldValue == "Old@example.com")
            #expect(lines[3].at == Date(timeIntervalSince1970: 1_789_000_003.5))
            #expect(try await store.openIntents().map(\.id) == [4])
            let verification = try await store.verifyJournal()
            #expect(verification.isWhole && verification.lines == 4)

            // It goes on where it was, also with lines about nobody of the directory, and is the same when opened again.
            var stranger = `The chain of the journal`.record(1)
            stranger.guid = nil
            #expect(try await store.note(stranger) == 5)
            let head = try await store.verifyJournal().head
            let again = try await SyncStore(path: path).verifyJournal(containing: verification.head)
            #expect(again.isWhole && again.lines == 5 && again.head == head)
        }
    }

    @Test func `an empty one starts an empty chain`() async throws {
        try await `The state database`.inFolder { folder in
            try Self.database(folder + "/state.db", "DELETE FROM journal; DELETE FROM sqlite_sequence;")
            let store = try SyncStore(path: folder + "/state.db")
            #expect(try await store.verifyJournal().isWhole)
            #expect(try await store.note(`The chain of the journal`.record(1)) == 1)
            #expect(try await store.verifyJournal().isWhole)
        }
    }

    /// Else a database of the first release that this test never saw would be another than the literal one above.
    @Test func `the first schema is still what it was`() async throws {
        try await `The state database`.inFolder { folder in
            func schema(_ queue: DatabaseQueue) async throws -> [String] {
                try await queue.read { db in
                    try String.fetchAll(
                        db,
                        sql: """
                            SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name <> 'grdb_migrations'
                            AND name NOT LIKE 'sqlite_%' ORDER BY name
                            """
                    ).map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
                }
            }
            try Self.database(folder + "/old.db")
            let new = try DatabaseQueue(path: folder + "/new.db")
            try SyncStore.migrator.migrate(new, upTo: "1")
            let old = try DatabaseQueue(path: folder + "/old.db")
            let (expected, actual) = (try await schema(old), try await schema(new))
            #expect(actual == expected)
            let id = try await old.read { db in try Int32.fetchOne(db, sql: "PRAGMA application_id") }
            #expect(id == SyncStore.applicationID)
        }
    }
}
