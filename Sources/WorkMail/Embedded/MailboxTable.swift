// SPDX-License-Identifier: Apache-2.0
import GRDB

/// Quota and size of mailboxes. A mailbox of which neither was ever told has no row.
enum MailboxTable {
    /// 50 GB: what a mailbox may hold unless somebody says otherwise, and the most that can be said.
    static let defaultQuotaMegabytes = 51_200

    /// Throws `invalidParameter` for a quota that no mailbox can have.
    static func checkQuota(_ megabytes: Int, for operation: String) throws(MailOrganizationError) {
        guard (1...defaultQuotaMegabytes).contains(megabytes) else {
            throw MailOrganizationError(
                .invalidParameter, operation: operation,
                message: "MailboxQuota is \(megabytes) MB; it must be 1 to \(defaultQuotaMegabytes) MB")
        }
    }

    static func details(of id: EntityID, in db: Database) throws -> MailboxDetails {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT quotaMegabytes, sizeMegabytes FROM mailbox WHERE userID = ?"),
            arguments: [id.value])
        return MailboxDetails(
            quotaMegabytes: try row?.decode(Int?.self, atIndex: 0) ?? defaultQuotaMegabytes,
            sizeMegabytes: try row?.decode(Double.self, atIndex: 1) ?? 0)
    }

    static func setQuota(_ megabytes: Int?, of id: EntityID, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO mailbox (userID, quotaMegabytes) VALUES (?, ?)
                ON CONFLICT (userID) DO UPDATE SET quotaMegabytes = excluded.quotaMegabytes
                """, arguments: [id.value, megabytes])
    }

    static func setSize(_ megabytes: Double, of id: EntityID, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO mailbox (userID, sizeMegabytes) VALUES (?, ?)
                ON CONFLICT (userID) DO UPDATE SET sizeMegabytes = excluded.sizeMegabytes
                """, arguments: [id.value, megabytes])
    }
}
