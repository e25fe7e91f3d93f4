// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB

/// A row of the `mailGroup` table.
struct GroupRow: FetchableRecord {
    var id: EntityID
    var name: String
    var state: EntityState
    var source: UserRow.Source

    static let columns = "SELECT id, name, state, source FROM mailGroup"

    init(row: Row) throws {
        id = EntityID(try row.decode(String.self, atIndex: 0))
        name = try row.decode(StoredText.self, atIndex: 1).text
        state = EntityState(rawValue: try row.decode(String.self, atIndex: 2))
        guard let source = UserRow.Source(rawValue: try row.decode(String.self, atIndex: 3)) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "group \(id) has an unknown source")
        }
        self.source = source
    }

    static func find(_ id: EntityID, in db: Database) throws -> GroupRow? {
        // SQLite would read an id only up to a NUL, and find somebody else.
        guard !id.value.utf8.contains(0) else { return nil }
        return try GroupRow.fetchOne(db.cachedStatement(sql: "\(columns) WHERE id = ?"), arguments: [id.value])
    }

    /// The group with that id. Throws `entityNotFound`.
    static func of(_ id: EntityID, for operation: String, in db: Database) throws -> GroupRow {
        guard let row = try find(id, in: db) else {
            throw MailOrganizationError(
                .entityNotFound, operation: operation, message: "the organization has no group with the id \(id)")
        }
        return row
    }

    var group: MailGroup { MailGroup(id: id, name: name, state: state) }
}
