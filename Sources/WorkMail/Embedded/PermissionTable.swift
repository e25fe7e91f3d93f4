// SPDX-License-Identifier: Apache-2.0
import GRDB

/// Who may do what with whose mailbox: one row a mailbox and grantee, the permissions sorted and apart by spaces.
enum PermissionTable {
    static func permissions(on id: EntityID, in db: Database) throws -> [MailboxPermission] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT granteeID, granteeType, permissions FROM mailboxPermission
                    WHERE userID = ? ORDER BY granteeID
                    """), arguments: [id.value]
        ).map { row in
            MailboxPermission(
                grantee: EntityID(try row.decode(String.self, atIndex: 0)),
                granteeType: MemberType(rawValue: try row.decode(String.self, atIndex: 1)),
                values: Set(
                    try row.decode(String.self, atIndex: 2).split(separator: " ").map {
                        PermissionType(rawValue: String($0))
                    }))
        }
    }

    static func put(_ permission: MailboxPermission, on id: EntityID, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO mailboxPermission (userID, granteeID, granteeType, permissions)
                VALUES (?, ?, ?, ?)
                """,
            arguments: [
                id.value, permission.grantee.value, permission.granteeType.rawValue,
                permission.values.sorted().map(\.rawValue).joined(separator: " "),
            ])
    }

    static func delete(_ grantee: EntityID, on id: EntityID, in db: Database) throws {
        try db.execute(
            sql: "DELETE FROM mailboxPermission WHERE userID = ? AND granteeID = ?",
            arguments: [id.value, grantee.value])
    }

    static func deleteAll(on id: EntityID, in db: Database) throws {
        try db.execute(sql: "DELETE FROM mailboxPermission WHERE userID = ?", arguments: [id.value])
    }

    /// A user or group that is DELETED has no right to anything, nor has it when it comes back.
    static func deleteGrantee(_ id: EntityID, in db: Database) throws {
        try db.execute(sql: "DELETE FROM mailboxPermission WHERE granteeID = ?", arguments: [id.value])
    }
}
