// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB

/// A row of the `user` table with its primary address.
struct UserRow: FetchableRecord {
    /// Where a row comes from; the `source` column.
    enum Source: String {
        case own = "OWN"
        case held = "HELD"
        case lost = "LOST"
    }

    var id: EntityID
    var record: UserRecord
    var state: EntityState
    var source: Source
    var email: EmailAddress?
    var enabledAt: StoredDate?
    var disabledAt: StoredDate?
    var mailboxProvisionedAt: StoredDate?
    var mailboxDeprovisionedAt: StoredDate?
    var mailboxExpiresAt: StoredDate?

    static let columns = """
        SELECT u.id, u.record, u.state, u.source, a.text, u.enabledAt, u.disabledAt,
               u.mailboxProvisionedAt, u.mailboxDeprovisionedAt, u.mailboxExpiresAt
        FROM user u LEFT JOIN address a ON a.userID = u.id AND a.isPrimary
        """

    init(row: Row) throws {
        id = EntityID(try row.decode(String.self, atIndex: 0))
        do {
            record = try UserRecord(bytes: try row.decode(Data.self, atIndex: 1))
            email = try row.decode(String?.self, atIndex: 4).map { text throws(EmailAddressFault) in
                try EmailAddress(text)
            }
        } catch is UserRecord.Damaged, is EmailAddressFault {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "user \(id) is unreadable")
        }
        state = EntityState(rawValue: try row.decode(String.self, atIndex: 2))
        guard let source = Source(rawValue: try row.decode(String.self, atIndex: 3)) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "user \(id) has an unknown source")
        }
        self.source = source
        enabledAt = try row.decode(StoredDate?.self, atIndex: 5)
        disabledAt = try row.decode(StoredDate?.self, atIndex: 6)
        mailboxProvisionedAt = try row.decode(StoredDate?.self, atIndex: 7)
        mailboxDeprovisionedAt = try row.decode(StoredDate?.self, atIndex: 8)
        mailboxExpiresAt = try row.decode(StoredDate?.self, atIndex: 9)
    }

    static func find(_ id: EntityID, in db: Database) throws -> UserRow? {
        // SQLite would read an id only up to a NUL, and find somebody else.
        guard !id.value.utf8.contains(0) else { return nil }
        return try UserRow.fetchOne(db.cachedStatement(sql: "\(columns) WHERE u.id = ?"), arguments: [id.value])
    }

    /// The user with that id. Throws `entityNotFound`.
    static func of(_ id: EntityID, for operation: String, in db: Database) throws -> UserRow {
        guard let row = try find(id, in: db) else {
            throw MailOrganizationError(
                .entityNotFound, operation: operation, message: "the organization has no user with the id \(id)")
        }
        return row
    }

    /// The same, but not when DELETED: such a user has no mailbox to ask about. Throws `entityNotFound` then too, the
    /// only refusal that the service's reading operations have for it.
    static func undeleted(_ id: EntityID, for operation: String, in db: Database) throws -> UserRow {
        let row = try of(id, for: operation, in: db)
        guard row.state != .deleted else {
            throw MailOrganizationError(
                .entityNotFound, operation: operation, message: "user \(row.record.name) (\(id)) is DELETED")
        }
        return row
    }

    /// The same, but only when ENABLED; else throws `entityState`, since addresses and mailboxes belong to an enabled
    /// user.
    static func enabled(_ id: EntityID, for operation: String, in db: Database) throws -> UserRow {
        let row = try of(id, for: operation, in: db)
        guard row.state == .enabled else {
            throw MailOrganizationError(
                .entityState, operation: operation,
                message: "user \(row.record.name) (\(id)) is \(row.state); this needs an ENABLED user")
        }
        return row
    }

    var user: MailUser {
        MailUser(
            id: id, name: record.name, displayName: record.profile.displayName, email: email, state: state,
            role: record.role, enabledDate: enabledAt?.date, disabledDate: disabledAt?.date)
    }

    var details: MailUserDetails {
        MailUserDetails(
            user: user, profile: record.profile, mailboxProvisionedDate: mailboxProvisionedAt?.date,
            mailboxDeprovisionedDate: mailboxDeprovisionedAt?.date)
    }
}
