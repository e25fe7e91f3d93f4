// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import GRDB

/// Whom the latest plan was about, for as long as the database is open: whether a change of the directory can matter to
/// the next plan.
extension SyncStore {
    func note(subjects: [ObjectGUID]) async throws {
        try await write { db in
            try db.execute(
                sql: """
                    CREATE TEMP TABLE IF NOT EXISTS subject (guid BLOB PRIMARY KEY NOT NULL) WITHOUT ROWID;
                    DELETE FROM subject;
                    """)
            let insert = try db.cachedStatement(sql: "INSERT OR IGNORE INTO subject VALUES (?)")
            for guid in subjects { try insert.execute(arguments: [Data(guid.bytes)]) }
        }
    }

    /// Whether anybody of the present read of changes was in the latest plan, or was decided about since, or claims the
    /// address that somebody of these is to have. True where there was no plan yet.
    func doChangesConcernSubjects() async throws -> Bool {
        try await read { db in
            let isPlanned = "SELECT EXISTS (SELECT 1 FROM temp.sqlite_master WHERE name = 'subject')"
            guard try Bool.fetchOne(db, sql: isPlanned) ?? false else { return true }
            let touched = "(SELECT guid FROM changed UNION SELECT guid FROM seen)"
            let involved = "(SELECT guid FROM subject UNION SELECT guid FROM decision UNION SELECT guid FROM link)"
            return try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM \(touched) WHERE guid IN \(involved))
                    OR EXISTS (
                      SELECT 1 FROM person WHERE guid IN \(touched) AND address_key IS NOT NULL AND (
                        address_key IN (SELECT email_key FROM decision)
                        OR address_key IN (SELECT address_key FROM person WHERE guid IN \(involved))))
                    """) ?? true
        }
    }
}
