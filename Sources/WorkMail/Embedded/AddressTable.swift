// SPDX-License-Identifier: Apache-2.0
import GRDB

/// The addresses of the organization: each once, whoever has it, as primary or as alias, compared without case.
enum AddressTable {
    /// Aliases that a user may have beside the primary address; a hard limit of the service.
    static let aliasLimit = 100

    /// Who has an address.
    struct Owner {
        var id: EntityID
        var name: String
        var isPrimary: Bool
    }

    static func owner(of email: EmailAddress, in db: Database) throws -> Owner? {
        try Row.fetchOne(
            db.cachedStatement(
                sql: "SELECT u.id, u.name, a.isPrimary FROM address a JOIN user u ON u.id = a.userID WHERE a.key = ?"),
            arguments: [email.key]
        ).map { row in
            Owner(
                id: EntityID(try row.decode(String.self, atIndex: 0)), name: try row.decode(String.self, atIndex: 1),
                isPrimary: try row.decode(Bool.self, atIndex: 2))
        }
    }

    /// Throws `emailAddressInUse`, naming the owner, unless nobody but `id` has the address.
    static func requireFree(_ email: EmailAddress, for id: EntityID, _ operation: String, in db: Database) throws {
        guard let owner = try owner(of: email, in: db), owner.id != id else { return }
        throw MailOrganizationError(
            .emailAddressInUse, operation: operation,
            message: "\(email) is \(owner.isPrimary ? "the primary address" : "an alias") of user \(owner.name) "
                + "(\(owner.id))")
    }

    /// All addresses of a user, primary and aliases, in their own order.
    static func addresses(of id: EntityID, in db: Database) throws -> [EmailAddress] {
        try String.fetchAll(
            db.cachedStatement(sql: "SELECT text FROM address WHERE userID = ? ORDER BY key"), arguments: [id.value]
        ).map { text in
            guard let email = try? EmailAddress(text) else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "an address of user \(id) is unreadable")
            }
            return email
        }
    }

    /// Throws `limitExceeded` when the user has all the aliases that a user may have.
    static func requireRoomForAlias(of row: UserRow, _ operation: String, in db: Database) throws {
        let count =
            try Int.fetchOne(
                db, sql: "SELECT count(*) FROM address WHERE userID = ? AND NOT isPrimary", arguments: [row.id.value])
            ?? 0
        guard count < aliasLimit else {
            throw MailOrganizationError(
                .limitExceeded, operation: operation,
                message: "user \(row.record.name) (\(row.id)) has \(count) aliases; the service takes \(aliasLimit)")
        }
    }

    static func insert(_ email: EmailAddress, of id: EntityID, isPrimary: Bool, in db: Database) throws {
        try db.execute(
            sql: "INSERT INTO address (key, text, userID, isPrimary) VALUES (?, ?, ?, ?)",
            arguments: [email.key, email.text, id.value, isPrimary])
    }

    static func delete(_ email: EmailAddress, in db: Database) throws {
        try db.execute(sql: "DELETE FROM address WHERE key = ?", arguments: [email.key])
    }

    /// Takes all addresses off a user and remembers them.
    static func detachAll(of id: EntityID, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO formerAddress (userID, key, text, isPrimary)
                SELECT userID, key, text, isPrimary FROM address WHERE userID = ?
                """, arguments: [id.value])
        try db.execute(sql: "DELETE FROM address WHERE userID = ?", arguments: [id.value])
    }

    static func forgetFormer(of id: EntityID, in db: Database) throws {
        try db.execute(sql: "DELETE FROM formerAddress WHERE userID = ?", arguments: [id.value])
    }

    /// Gives a user whose mailbox comes back the former addresses as aliases, as far as they are still free, their
    /// domain is still verified, and there is room. The former primary address goes first.
    static func restoreFormer(of id: EntityID, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO address (key, text, userID, isPrimary)
                SELECT key, text, userID, 0 FROM formerAddress
                WHERE userID = ?
                  AND key NOT IN (SELECT key FROM address)
                  AND substr(key, instr(key, '@') + 1) IN (SELECT name FROM mailDomain WHERE isVerified)
                ORDER BY isPrimary DESC, key LIMIT \(aliasLimit)
                """, arguments: [id.value])
        try forgetFormer(of: id, in: db)
    }
}
