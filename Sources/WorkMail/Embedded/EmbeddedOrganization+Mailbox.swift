// SPDX-License-Identifier: Apache-2.0
import GRDB

extension EmbeddedOrganization {
    public func mailboxDetails(_ id: EntityID) async throws -> MailboxDetails {
        try await read { db in
            let row = try UserRow.undeleted(id, for: "GetMailboxDetails", in: db)
            return try MailboxTable.details(of: row.id, in: db)
        }
    }

    public func updateMailboxQuota(_ id: EntityID, megabytes: Int) async throws {
        let operation = "UpdateMailboxQuota"
        try requireMailboxWrites(for: operation)
        try MailboxTable.checkQuota(megabytes, for: operation)
        try await write { db, _ in
            let row = try UserRow.enabled(id, for: operation, in: db)
            try MailboxTable.setQuota(megabytes, of: row.id, in: db)
        }
    }

    /// The mailbox of an enabled user holds so much mail. For whatever stores the mail, and for rehearsals: the
    /// organization keeps no mail itself, and tells as `sizeMegabytes` what it was last told.
    /// - Parameter megabytes: 0 or more, with fractions.
    public func mailboxHolds(_ id: EntityID, megabytes: Double) async throws {
        let operation = "MailboxHolds"
        guard megabytes.isFinite, megabytes >= 0 else {
            throw MailOrganizationError(
                .invalidParameter, operation: operation, message: "\(megabytes) MB is no size of a mailbox")
        }
        try await write { db, _ in
            let row = try UserRow.enabled(id, for: operation, in: db)
            try MailboxTable.setSize(megabytes, of: row.id, in: db)
        }
    }
}
