// SPDX-License-Identifier: Apache-2.0
import GRDB

/// The 30 days for which a disabled user's mailbox is kept, and the addresses of a disabled group are remembered.
///
/// Counted as 30 × 24 hours in UTC from the moment of the disable; at that very moment the mailbox is gone, without a
/// grace. Nobody has to run for it to happen: every access first does what is due.
enum MailboxRetention {
    static let milliseconds: Int64 = 30 * 24 * 3600 * 1000

    /// When the mailbox of a user disabled at `moment` is deleted.
    static func expiry(ofMailboxDisabledAt moment: StoredDate) -> StoredDate {
        moment.adding(milliseconds)
    }

    static func isDue(at now: StoredDate, in db: Database) throws -> Bool {
        let due = try db.cachedStatement(
            sql: """
                SELECT 1 FROM user WHERE mailboxExpiresAt IS NOT NULL AND mailboxExpiresAt <= :now
                UNION ALL SELECT 1 FROM mailGroup WHERE addressesExpireAt IS NOT NULL AND addressesExpireAt <= :now
                LIMIT 1
                """)
        return try Int.fetchOne(due, arguments: ["now": now]) != nil
    }

    /// What is kept for a mailbox, and deleted with it.
    private static let tables = [
        "formerAddress", "mailbox", "mailboxPermission", "mobileDevice", "mobileDeviceAccessOverride",
        "mailboxExportJob",
    ]

    /// Deletes the mailboxes whose time is over, with everything that was kept for them. A user that the directory has
    /// lost meanwhile was kept for its mailbox alone, and becomes DELETED; what it may do with others' mailboxes goes then.
    /// - Returns: how many mailboxes were deleted.
    @discardableResult
    static func purge(at now: StoredDate, in db: Database) throws -> Int {
        guard try isDue(at: now, in: db) else { return 0 }
        try purgeGroups(at: now, in: db)
        let due = "mailboxExpiresAt IS NOT NULL AND mailboxExpiresAt <= ?"
        for table in tables {
            try db.execute(
                sql: "DELETE FROM \(table) WHERE userID IN (SELECT id FROM user WHERE \(due))", arguments: [now])
        }
        try db.execute(
            sql: """
                DELETE FROM mailboxPermission
                WHERE granteeID IN (SELECT id FROM user WHERE source = 'LOST' AND \(due))
                """, arguments: [now])
        try db.execute(
            sql: """
                UPDATE user SET
                    mailboxDeprovisionedAt = mailboxExpiresAt,
                    mailboxExpiresAt = NULL,
                    state = CASE WHEN source = 'LOST' THEN 'DELETED' ELSE state END
                WHERE \(due)
                """, arguments: [now])
        return db.changesCount
    }

    /// A group has nothing but addresses to lose.
    private static func purgeGroups(at now: StoredDate, in db: Database) throws {
        let due = "addressesExpireAt IS NOT NULL AND addressesExpireAt <= ?"
        try db.execute(
            sql: "DELETE FROM formerAddress WHERE groupID IN (SELECT id FROM mailGroup WHERE \(due))", arguments: [now])
        try db.execute(
            sql: """
                DELETE FROM mailboxPermission
                WHERE granteeID IN (SELECT id FROM mailGroup WHERE source = 'LOST' AND \(due))
                """, arguments: [now])
        try db.execute(
            sql: """
                UPDATE mailGroup SET addressesExpireAt = NULL,
                    state = CASE WHEN source = 'LOST' THEN 'DELETED' ELSE state END
                WHERE \(due)
                """, arguments: [now])
    }
}
