// SPDX-License-Identifier: Apache-2.0
import GRDB

/// The addresses that a disabled user or group had: remembered for 30 days, not reserved.
enum FormerAddressTable {
    /// What is remembered of a user or group, ordered by address.
    static func addresses(of member: Member, in db: Database) throws -> [(email: EmailAddress, isPrimary: Bool)] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT text, isPrimary FROM formerAddress WHERE \(AddressTable.column(member)) = ? ORDER BY key
                    """), arguments: [member.id.value]
        ).map { row in
            guard let email = try? EmailAddress(try row.decode(String.self, atIndex: 0)) else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a former address of \(member) is unreadable")
            }
            return (email, try row.decode(Bool.self, atIndex: 1))
        }
    }

    /// Takes all addresses off a user or group and remembers them.
    static func takeAll(of member: Member, in db: Database) throws {
        let column = AddressTable.column(member)
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO formerAddress (\(column), key, text, isPrimary)
                SELECT \(column), key, text, isPrimary FROM address WHERE \(column) = ?
                """, arguments: [member.id.value])
        try db.execute(sql: "DELETE FROM address WHERE \(column) = ?", arguments: [member.id.value])
    }

    static func insert(_ email: EmailAddress, of member: Member, isPrimary: Bool, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO formerAddress (\(AddressTable.column(member)), key, text, isPrimary)
                VALUES (?, ?, ?, ?)
                """, arguments: [member.id.value, email.key, email.text, isPrimary])
    }

    static func forget(of member: Member, in db: Database) throws {
        try db.execute(
            sql: "DELETE FROM formerAddress WHERE \(AddressTable.column(member)) = ?", arguments: [member.id.value])
    }

    /// Gives one that is enabled again the former addresses as aliases, as far as they are still free, their domain is
    /// still verified, and there is room. The former primary address goes first.
    static func restore(of member: Member, in db: Database) throws {
        let column = AddressTable.column(member)
        try db.execute(
            sql: """
                INSERT INTO address (key, text, \(column), isPrimary)
                SELECT key, text, \(column), 0 FROM formerAddress
                WHERE \(column) = ?
                  AND key NOT IN (SELECT key FROM address)
                  AND substr(key, instr(key, '@') + 1) IN (SELECT name FROM mailDomain WHERE isVerified)
                ORDER BY isPrimary DESC, key LIMIT \(AddressTable.aliasLimit)
                """, arguments: [member.id.value])
        try forget(of: member, in: db)
    }
}
