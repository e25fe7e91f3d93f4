// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB

/// What the file knows about the organization as a whole: one row, made with the file.
enum OrganizationTable {
    struct Identity: Sendable {
        /// `m-` and 32 hex digits.
        var id: String
        var alias: String
        /// `d-` and 10 hex digits; none in a WorkMail directory.
        var directoryID: String?
    }

    static func identity(in db: Database) throws -> Identity {
        guard let row = try Row.fetchOne(db, sql: "SELECT id, alias, directoryID FROM organization") else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the organization's own row is missing")
        }
        return Identity(
            id: try row.decode(String.self, atIndex: 0), alias: try row.decode(String.self, atIndex: 1),
            directoryID: try row.decode(String?.self, atIndex: 2))
    }

    /// Makes the organization on the first opening, and brings alias and domains in step with the settings on every
    /// one. Writes nothing when they are.
    static func settle(_ settings: EmbeddedSettings, in database: EmbeddedDatabase) throws -> Identity {
        try database.readBlocking { db in try isSettled(settings, in: db) ? try identity(in: db) : nil }
            ?? database.writeBlocking { db in
                try make(settings, in: db)
                let kind = try String.fetchOne(db, sql: "SELECT directoryKind FROM organization")
                guard kind == settings.directoryKind.rawValue else {
                    throw EmbeddedOrganizationFailure(
                        file: database.file,
                        cause: "the organization was made with the directory kind \(kind ?? "?"), not "
                            + settings.directoryKind.rawValue,
                        remedy: "set that kind again, or name another file for another organization")
                }
                try db.execute(sql: "UPDATE organization SET alias = ?", arguments: [settings.alias])
                try DomainTable.replace(with: DomainTable.wanted(settings, in: db), in: db)
                return try identity(in: db)
            }
    }

    private static func isSettled(_ settings: EmbeddedSettings, in db: Database) throws -> Bool {
        guard let row = try Row.fetchOne(db, sql: "SELECT alias, directoryKind FROM organization") else { return false }
        let alias = try row.decode(String.self, atIndex: 0)
        let kind = try row.decode(String.self, atIndex: 1)
        return try alias == settings.alias && kind == settings.directoryKind.rawValue
            && DomainTable.all(in: db) == DomainTable.wanted(settings, in: db)
    }

    private static func make(_ settings: EmbeddedSettings, in db: Database) throws {
        let id = "m-" + hex(32)
        let directoryID = settings.directoryKind == .directoryBacked ? "d-" + hex(10) : nil
        try db.execute(
            sql: """
                INSERT OR IGNORE INTO organization (singleton, id, alias, directoryKind, directoryID)
                VALUES (1, ?, ?, ?, ?)
                """, arguments: [id, settings.alias, settings.directoryKind.rawValue, directoryID])
    }

    private static func hex(_ count: Int) -> String {
        String((0..<count).compactMap { _ in "0123456789abcdef".randomElement() })
    }
}
