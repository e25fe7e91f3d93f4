// SPDX-License-Identifier: Apache-2.0
import GRDB

/// The tables of an embedded organization.
///
/// A released migration never changes; a new shape is a new migration.
enum EmbeddedSchema {
    /// `PRAGMA application_id` of our files ("WMor"): a path that points at some other database is noticed.
    static let applicationID: Int32 = 0x574D_6F72

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 users, addresses, domains") { db in
            try db.execute(
                sql: """
                    PRAGMA application_id = \(applicationID);

                    CREATE TABLE organization (
                        singleton INTEGER PRIMARY KEY CHECK (singleton = 1),
                        id TEXT NOT NULL,
                        alias TEXT NOT NULL,
                        directoryKind TEXT NOT NULL,
                        directoryID TEXT
                    );

                    CREATE TABLE mailDomain (
                        name TEXT NOT NULL PRIMARY KEY,
                        isDefault INTEGER NOT NULL,
                        isVerified INTEGER NOT NULL
                    ) WITHOUT ROWID;

                    -- One row a user, whatever the state. `record` holds name, role and profile as one value
                    -- (UserRecord.swift): a directory tells them together, and telling them again must cost one
                    -- comparison. `name` and `displayName` are there to be searched. Times: milliseconds since 1970.
                    -- Rows stay in the order of their coming, which is the order in which a directory tells them again.
                    CREATE TABLE user (
                        id TEXT NOT NULL PRIMARY KEY COLLATE BINARY,
                        name TEXT NOT NULL COLLATE NOCASE,
                        displayName TEXT NOT NULL COLLATE NOCASE,
                        record BLOB NOT NULL,
                        state TEXT NOT NULL,
                        -- OWN: made by CreateUser; HELD: in the directory; LOST: no longer in the directory.
                        source TEXT NOT NULL,
                        enabledAt INTEGER,
                        disabledAt INTEGER,
                        mailboxProvisionedAt INTEGER,
                        mailboxDeprovisionedAt INTEGER,
                        -- Set while a disabled user's mailbox is kept: the moment at which it is deleted.
                        mailboxExpiresAt INTEGER
                    );
                    -- A directory keeps the names of its own users unique. Doing it here too would refuse the truth
                    -- half-way through a directory's pages, when one user has a name and another has yet to be seen
                    -- without it.
                    CREATE UNIQUE INDEX ownUserOfName ON user (name) WHERE source = 'OWN' AND state <> 'DELETED';
                    CREATE INDEX userEnabled ON user (id) WHERE state = 'ENABLED';
                    CREATE INDEX userDeleted ON user (id) WHERE state = 'DELETED';
                    CREATE INDEX userWithExpiringMailbox ON user (mailboxExpiresAt) WHERE mailboxExpiresAt IS NOT NULL;

                    -- Every address of the organization once, primary or alias. `key` is the address in lower case.
                    CREATE TABLE address (
                        key TEXT NOT NULL PRIMARY KEY,
                        text TEXT NOT NULL,
                        userID TEXT NOT NULL REFERENCES user (id),
                        isPrimary INTEGER NOT NULL
                    ) WITHOUT ROWID;
                    CREATE INDEX addressOfUser ON address (userID);
                    CREATE UNIQUE INDEX primaryAddressOfUser ON address (userID) WHERE isPrimary;

                    -- The addresses that a disabled user had, for the 30 days in which the mailbox can come back.
                    -- They are remembered, not reserved: anybody may take them meanwhile.
                    CREATE TABLE formerAddress (
                        userID TEXT NOT NULL REFERENCES user (id),
                        key TEXT NOT NULL,
                        text TEXT NOT NULL,
                        isPrimary INTEGER NOT NULL,
                        PRIMARY KEY (userID, key)
                    ) WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("2 mailboxes, permissions, groups, devices", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: mailboxTables)
        }
        migrator.registerMigration("3 addresses and members of groups, exports", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: groupTables)
        }
        return migrator
    }
}
