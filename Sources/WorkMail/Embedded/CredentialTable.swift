// SPDX-License-Identifier: Apache-2.0
import GRDB

/// The passwords of the users of a WorkMail directory, as hashes and in no other form.
enum CredentialTable {
    static func hash(of id: EntityID, in db: Database) throws -> PasswordHash? {
        let text = try String.fetchOne(db, sql: "SELECT hash FROM credential WHERE userID = ?", arguments: [id.value])
        return try text.map { text in
            guard let hash = PasswordHash(text: text) else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the credential of user \(id) is unreadable")
            }
            return hash
        }
    }

    static func put(_ hash: PasswordHash, of id: EntityID, in db: Database) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO credential (userID, hash) VALUES (?, ?)", arguments: [id.value, hash.text])
    }

    static func delete(of id: EntityID, in db: Database) throws {
        try db.execute(sql: "DELETE FROM credential WHERE userID = ?", arguments: [id.value])
    }
}
