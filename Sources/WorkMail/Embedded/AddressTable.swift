// SPDX-License-Identifier: Apache-2.0
import GRDB

/// The addresses of the organization: each once, whoever has it, as primary or as alias, compared without case.
enum AddressTable {
    /// Aliases that a user or group may have beside the primary address; a hard limit of the service.
    static let aliasLimit = 100

    /// Who has an address.
    struct Owner {
        var member: Member
        var isPrimary: Bool
    }

    static func owner(of email: EmailAddress, for operation: String, in db: Database) throws -> Owner? {
        try Row.fetchOne(
            db.cachedStatement(sql: "SELECT coalesce(userID, groupID), isPrimary FROM address WHERE key = ?"),
            arguments: [email.key]
        ).map { row in
            let id = EntityID(try row.decode(String.self, atIndex: 0))
            return Owner(
                member: try Member.of(id, for: operation, in: db), isPrimary: try row.decode(Bool.self, atIndex: 1))
        }
    }

    /// Throws `emailAddressInUse`, naming the owner, unless nobody but `id` has the address.
    static func requireFree(_ email: EmailAddress, for id: EntityID, _ operation: String, in db: Database) throws {
        guard let owner = try owner(of: email, for: operation, in: db), owner.member.id != id else { return }
        throw MailOrganizationError(
            .emailAddressInUse, operation: operation,
            message: "\(email) is \(owner.isPrimary ? "the primary address" : "an alias") of \(owner.member)")
    }

    /// All addresses of a user or group, primary and aliases, in their own order.
    static func addresses(of member: Member, in db: Database) throws -> [EmailAddress] {
        try String.fetchAll(
            db.cachedStatement(sql: "SELECT text FROM address WHERE \(column(member)) = ? ORDER BY key"),
            arguments: [member.id.value]
        ).map { text in
            guard let email = try? EmailAddress(text) else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "an address of \(member) is unreadable")
            }
            return email
        }
    }

    /// Throws `limitExceeded` when the user or group has all the aliases that one may have.
    static func requireRoomForAlias(of member: Member, _ operation: String, in db: Database) throws {
        let count =
            try Int.fetchOne(
                db, sql: "SELECT count(*) FROM address WHERE \(column(member)) = ? AND NOT isPrimary",
                arguments: [member.id.value])
            ?? 0
        guard count < aliasLimit else {
            throw MailOrganizationError(
                .limitExceeded, operation: operation,
                message: "\(member) has \(count) aliases; the service takes \(aliasLimit)")
        }
    }

    static func insert(_ email: EmailAddress, of member: Member, isPrimary: Bool, in db: Database) throws {
        try db.execute(
            sql: "INSERT INTO address (key, text, \(column(member)), isPrimary) VALUES (?, ?, ?, ?)",
            arguments: [email.key, email.text, member.id.value, isPrimary])
    }

    static func makePrimaryAlias(of member: Member, in db: Database) throws {
        try db.execute(
            sql: "UPDATE address SET isPrimary = 0 WHERE \(column(member)) = ? AND isPrimary",
            arguments: [member.id.value])
    }

    static func delete(_ email: EmailAddress, in db: Database) throws {
        try db.execute(sql: "DELETE FROM address WHERE key = ?", arguments: [email.key])
    }

    /// The column that says whose an address is.
    static func column(_ member: Member) -> String { member.type == .group ? "groupID" : "userID" }
}
