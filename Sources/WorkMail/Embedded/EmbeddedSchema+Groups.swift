// SPDX-License-Identifier: Apache-2.0

extension EmbeddedSchema {
    /// What the third migration changes: groups have addresses and members, and mailboxes are exported.
    static let groupTables = """
        ALTER TABLE mailGroup ADD COLUMN isHidden INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE mailGroup ADD COLUMN enabledAt INTEGER;
        ALTER TABLE mailGroup ADD COLUMN disabledAt INTEGER;
        -- Set while a disabled group's addresses are remembered: the moment at which they are forgotten.
        ALTER TABLE mailGroup ADD COLUMN addressesExpireAt INTEGER;
        CREATE INDEX groupWithExpiringAddresses ON mailGroup (addressesExpireAt) WHERE addressesExpireAt IS NOT NULL;

        -- As before, but a group may have an address as well: one of `userID` and `groupID` says whose it is.
        ALTER TABLE address RENAME TO addressOfSchema2;
        CREATE TABLE address (
            key TEXT NOT NULL PRIMARY KEY,
            text TEXT NOT NULL,
            userID TEXT REFERENCES user (id),
            groupID TEXT REFERENCES mailGroup (id),
            isPrimary INTEGER NOT NULL,
            CHECK ((userID IS NULL) <> (groupID IS NULL))
        ) WITHOUT ROWID;
        INSERT INTO address (key, text, userID, isPrimary) SELECT key, text, userID, isPrimary FROM addressOfSchema2;
        DROP TABLE addressOfSchema2;
        CREATE INDEX addressOfUser ON address (userID) WHERE userID IS NOT NULL;
        CREATE INDEX addressOfGroup ON address (groupID) WHERE groupID IS NOT NULL;
        CREATE UNIQUE INDEX primaryAddressOfUser ON address (userID) WHERE isPrimary;
        CREATE UNIQUE INDEX primaryAddressOfGroup ON address (groupID) WHERE isPrimary;

        ALTER TABLE formerAddress RENAME TO formerAddressOfSchema2;
        CREATE TABLE formerAddress (
            userID TEXT REFERENCES user (id),
            groupID TEXT REFERENCES mailGroup (id),
            key TEXT NOT NULL,
            text TEXT NOT NULL,
            isPrimary INTEGER NOT NULL,
            UNIQUE (userID, key),
            UNIQUE (groupID, key),
            CHECK ((userID IS NULL) <> (groupID IS NULL))
        );
        INSERT INTO formerAddress (userID, key, text, isPrimary)
        SELECT userID, key, text, isPrimary FROM formerAddressOfSchema2;
        DROP TABLE formerAddressOfSchema2;

        -- Who is in a group, directly. A directory may tell a member before it tells who that is: no foreign key.
        CREATE TABLE groupMember (
            groupID TEXT NOT NULL REFERENCES mailGroup (id),
            memberID TEXT NOT NULL,
            PRIMARY KEY (groupID, memberID)
        ) WITHOUT ROWID;
        CREATE INDEX groupOfMember ON groupMember (memberID);

        -- What became of a job is a question of the time (ExportJobTable.swift), unless it was cancelled.
        CREATE TABLE mailboxExportJob (
            id TEXT NOT NULL PRIMARY KEY,
            clientToken TEXT NOT NULL UNIQUE,
            userID TEXT NOT NULL REFERENCES user (id),
            description TEXT,
            roleARN TEXT NOT NULL,
            kmsKeyARN TEXT NOT NULL,
            s3BucketName TEXT NOT NULL,
            s3Prefix TEXT NOT NULL,
            startedAt INTEGER NOT NULL,
            cancelledAt INTEGER
        ) WITHOUT ROWID;
        CREATE INDEX mailboxExportJobOfUser ON mailboxExportJob (userID, startedAt);
        CREATE INDEX mailboxExportJobStarted ON mailboxExportJob (startedAt);
        """
}
