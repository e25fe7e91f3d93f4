// SPDX-License-Identifier: Apache-2.0
import GRDB

/// The one name space of the users and groups that the organization makes itself. ASCII letters are compared without
/// case. What a directory holds is not looked at: it keeps the names of its own unique.
enum NameSpace {
    /// Throws `reservedName` for a name that nobody gets, and `nameAvailability`, naming the owner, unless nobody who is
    /// not DELETED has the name.
    static func requireFree(_ name: String, for operation: String, in db: Database) throws {
        if ReservedName.contains(name) {
            throw MailOrganizationError(
                .reservedName, operation: operation, message: "the name \(name) is reserved for the directory itself")
        }
        try requireUnowned(name, for: operation, in: db)
    }

    /// Throws `nameAvailability`, naming the owner, unless nobody who is not DELETED has the name.
    static func requireUnowned(_ name: String, for operation: String, in db: Database) throws {
        let own = "name = :name AND source = 'OWN' AND state <> 'DELETED'"
        let owner = try String.fetchOne(
            db,
            sql: """
                SELECT 'user ' || id FROM user WHERE \(own)
                UNION ALL SELECT 'group ' || id FROM mailGroup WHERE \(own)
                """, arguments: ["name": name])
        guard let owner else { return }
        throw MailOrganizationError(
            .nameAvailability, operation: operation, message: "the name \(name) is \(owner)'s")
    }
}
