// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB

/// A row of the `mailGroup` table with its primary address.
struct GroupRow: FetchableRecord {
    var id: EntityID
    var name: String
    var state: EntityState
    var source: UserRow.Source
    var email: EmailAddress?
    var isHidden: Bool
    var enabledAt: StoredDate?
    var disabledAt: StoredDate?
    var addressesExpireAt: StoredDate?

    static let columns = """
        SELECT g.id, g.name, g.state, g.source, a.text, g.isHidden, g.enabledAt, g.disabledAt, g.addressesExpireAt
        FROM mailGroup g LEFT JOIN address a ON a.groupID = g.id AND a.isPrimary
        """

    init(row: Row) throws {
        id = EntityID(try row.decode(String.self, atIndex: 0))
        name = try row.decode(StoredText.self, atIndex: 1).text
        state = EntityState(rawValue: try row.decode(String.self, atIndex: 2))
        guard let source = UserRow.Source(rawValue: try row.decode(String.self, atIndex: 3)) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "group \(id) has an unknown source")
        }
        self.source = source
        do {
            email = try row.decode(String?.self, atIndex: 4).map { text throws(EmailAddressFault) in
                try EmailAddress(text)
            }
        } catch is EmailAddressFault {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "group \(id) is unreadable")
        }
        isHidden = try row.decode(Bool.self, atIndex: 5)
        enabledAt = try row.decode(StoredDate?.self, atIndex: 6)
        disabledAt = try row.decode(StoredDate?.self, atIndex: 7)
        addressesExpireAt = try row.decode(StoredDate?.self, atIndex: 8)
    }

    static func find(_ id: EntityID, in db: Database) throws -> GroupRow? {
        // SQLite would read an id only up to a NUL, and find somebody else.
        guard !id.value.utf8.contains(0) else { return nil }
        return try GroupRow.fetchOne(db.cachedStatement(sql: "\(columns) WHERE g.id = ?"), arguments: [id.value])
    }

    /// The group with that id. Throws `entityNotFound`.
    static func of(_ id: EntityID, for operation: String, in db: Database) throws -> GroupRow {
        guard let row = try find(id, in: db) else {
            throw MailOrganizationError(
                .entityNotFound, operation: operation, message: "the organization has no group with the id \(id)")
        }
        return row
    }

    /// The same, but not when DELETED; throws `entityState` then.
    static func undeleted(_ id: EntityID, for operation: String, in db: Database) throws -> GroupRow {
        let row = try of(id, for: operation, in: db)
        guard row.state != .deleted else {
            throw MailOrganizationError(
                .entityState, operation: operation, message: "group \(row.name) (\(id)) is DELETED")
        }
        return row
    }

    /// As ListGroups tells it, without what only DescribeGroup tells.
    var listed: MailGroup {
        MailGroup(
            id: id, name: name, email: email, state: state, enabledDate: enabledAt?.date, disabledDate: disabledAt?.date
        )
    }

    var described: MailGroup {
        var group = listed
        group.hiddenFromGlobalAddressList = isHidden
        return group
    }
}
