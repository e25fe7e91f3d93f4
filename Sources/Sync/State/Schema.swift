// SPDX-License-Identifier: Apache-2.0
import GRDB

extension SyncStore {
    /// `PRAGMA application_id` of our files ("WMst"): a path that points at some other database is noticed.
    static let applicationID: Int32 = 0x574D_7374

    /// The tables. A released migration is never edited; a change is a new one.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            // The mirror. A rowid table and not one keyed by GUID: GUIDs come in random order, and rows that were
            // appended are read back in the order in which the directory sends them.
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(
                sql: """
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
                    """)
        }
        migrator.registerMigration(
            "2 the journal is chained, and knows users whom no directory has", migrate: chainJournal)
        migrator.registerMigration("3 leavers and what their mailboxes had") { db in
            try db.execute(
                sql: """
                    -- Since when somebody with a mailbox is a leaver, and why.
                    CREATE TABLE leaver (
                      guid BLOB PRIMARY KEY NOT NULL, cause TEXT NOT NULL, since REAL NOT NULL
                    ) WITHOUT ROWID;

                    -- What a mailbox had when it was disabled, until it is given back or gone for good.
                    CREATE TABLE snapshot (
                      entity TEXT PRIMARY KEY NOT NULL, guid BLOB, label TEXT NOT NULL, taken REAL NOT NULL,
                      content TEXT NOT NULL
                    ) WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("4 password policies as they were last read") { db in
            try db.execute(
                sql: """
                    -- `guid` is empty for the domain's own.
                    CREATE TABLE password_policy (
                      guid BLOB PRIMARY KEY NOT NULL, read REAL NOT NULL, content TEXT NOT NULL
                    ) WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("5 the hosted service: requests, waiting to be seen, its rate") { db in
            try db.execute(
                sql: """
                    ALTER TABLE journal ADD COLUMN requests TEXT;

                    -- Approved people whom the service does not list yet: since when, and when that was last looked at.
                    CREATE TABLE awaited (
                      guid BLOB PRIMARY KEY NOT NULL, since REAL NOT NULL, looks INTEGER NOT NULL, last_look REAL NOT NULL
                    ) WITHOUT ROWID;

                    -- How the service has lately been to call, as JSON.
                    CREATE TABLE service_rate (
                      organization TEXT PRIMARY KEY NOT NULL, at REAL NOT NULL, content TEXT NOT NULL
                    ) WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("6 where the directory was read to") { db in
            try db.execute(
                sql: """
                    -- As JSON: the cursor, and what was found about the domain controller.
                    CREATE TABLE tracking (
                      name TEXT PRIMARY KEY NOT NULL, saved REAL NOT NULL, content TEXT NOT NULL
                    ) WITHOUT ROWID;

                    -- Where everything is that may hold people: those below one that moves are told nothing.
                    CREATE TABLE container (guid BLOB PRIMARY KEY NOT NULL, dn TEXT NOT NULL) WITHOUT ROWID;

                    -- Who is in the scope's groups, and who matches its filter: nothing of them changes when they leave.
                    CREATE TABLE scope_selection (
                      selection TEXT NOT NULL, guid BLOB NOT NULL, PRIMARY KEY (selection, guid)
                    ) WITHOUT ROWID;

                    -- Whose account expires is looked for in every run.
                    CREATE INDEX person_expires ON person(account_expires) WHERE account_expires IS NOT NULL;
                    """)
        }
        migrator.registerMigration("7 what administrators were told") { db in
            try db.execute(
                sql: """
                    -- By which way, of what, and how far that was then (days left, or since when), until it is over.
                    CREATE TABLE told (
                      way TEXT NOT NULL, subject TEXT NOT NULL, stage INTEGER NOT NULL, at REAL NOT NULL,
                      PRIMARY KEY (way, subject)
                    ) WITHOUT ROWID;

                    -- Candidates in a digest that is on its way, and in those that arrived.
                    CREATE TABLE told_candidate (
                      way TEXT NOT NULL, guid BLOB NOT NULL, is_delivered INTEGER NOT NULL, PRIMARY KEY (way, guid)
                    ) WITHOUT ROWID;
                    """)
        }
        return migrator
    }

    private static func chainJournal(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE journal_2 (
                  id INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, event TEXT NOT NULL, intent INTEGER,
                  guid BLOB, label TEXT NOT NULL, entity TEXT, operation TEXT NOT NULL,
                  old_value TEXT, new_value TEXT, reason TEXT NOT NULL, actor TEXT NOT NULL, result TEXT,
                  chain BLOB NOT NULL
                );
                INSERT INTO journal_2
                  SELECT id, at, event, intent, guid, label, entity, operation, old_value, new_value, reason, actor,
                         result, x'' FROM journal ORDER BY id;
                DROP TABLE journal;
                ALTER TABLE journal_2 RENAME TO journal;
                CREATE INDEX journal_guid ON journal(guid);
                CREATE INDEX journal_entity ON journal(entity);
                CREATE INDEX journal_intent ON journal(intent);

                -- The last line and its link: so that nothing is cut off at the end unnoticed.
                CREATE TABLE journal_head (
                  singleton INTEGER PRIMARY KEY CHECK (singleton = 1), id INTEGER NOT NULL, chain BLOB NOT NULL
                );
                """)
        for id in try Int64.fetchAll(db, sql: "SELECT id FROM journal ORDER BY id") {
            try JournalRecord.chain(id, in: db)
        }
    }
}
