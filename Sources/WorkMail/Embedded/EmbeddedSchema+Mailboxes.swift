// SPDX-License-Identifier: Apache-2.0

extension EmbeddedSchema {
    /// What the second migration adds: everything about mailboxes but their addresses, and groups.
    static let mailboxTables = """
        -- A mailbox has a row once its quota or its size was told.
        CREATE TABLE mailbox (
            userID TEXT NOT NULL PRIMARY KEY REFERENCES user (id),
            -- NULL: the default.
            quotaMegabytes INTEGER,
            sizeMegabytes REAL NOT NULL DEFAULT 0
        ) WITHOUT ROWID;

        -- What a user or group may do with a user's mailbox.
        CREATE TABLE mailboxPermission (
            userID TEXT NOT NULL REFERENCES user (id),
            granteeID TEXT NOT NULL,
            granteeType TEXT NOT NULL,
            permissions TEXT NOT NULL,
            PRIMARY KEY (userID, granteeID)
        ) WITHOUT ROWID;
        CREATE INDEX mailboxPermissionOfGrantee ON mailboxPermission (granteeID);

        -- As `user`: one row a group, whatever the state. A name with a NUL is stored as its bytes.
        CREATE TABLE mailGroup (
            id TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL COLLATE NOCASE,
            state TEXT NOT NULL,
            source TEXT NOT NULL
        );
        CREATE UNIQUE INDEX ownGroupOfName ON mailGroup (name) WHERE source = 'OWN' AND state <> 'DELETED';

        CREATE TABLE mobileDevice (
            userID TEXT NOT NULL REFERENCES user (id),
            deviceID TEXT NOT NULL COLLATE NOCASE,
            type TEXT NOT NULL,
            model TEXT NOT NULL,
            operatingSystem TEXT NOT NULL,
            userAgent TEXT NOT NULL,
            firstSynchronizedAt INTEGER NOT NULL,
            lastSynchronizedAt INTEGER NOT NULL,
            -- Set from the wish to wipe the device until the device has been told.
            wipeRequestedAt INTEGER,
            wipedAt INTEGER,
            PRIMARY KEY (userID, deviceID)
        ) WITHOUT ROWID;

        CREATE TABLE mobileDeviceAccessOverride (
            userID TEXT NOT NULL REFERENCES user (id),
            deviceID TEXT NOT NULL COLLATE NOCASE,
            effect TEXT NOT NULL,
            description TEXT,
            createdAt INTEGER NOT NULL,
            modifiedAt INTEGER NOT NULL,
            PRIMARY KEY (userID, deviceID)
        ) WITHOUT ROWID;

        -- Passwords of a WorkMail directory: `scrypt$N$r$p$salt$hash` (PasswordHash.swift).
        CREATE TABLE credential (
            userID TEXT NOT NULL PRIMARY KEY REFERENCES user (id),
            hash TEXT NOT NULL
        ) WITHOUT ROWID;
        """
}
