// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import GRDB

/// What a read of changes works with. It is all in temporary tables, which SQLite keeps in a file, so that memory does not
/// grow with the number of changes.
extension SyncStore {
    /// Begins with nobody noted. What was noted is read after `beginCompleteRead`.
    func beginChanges() async throws {
        try await write { db in
            try db.execute(
                sql: """
                    CREATE TEMP TABLE IF NOT EXISTS changed (
                      guid BLOB PRIMARY KEY NOT NULL, told_deleted INTEGER NOT NULL
                    ) WITHOUT ROWID;
                    DELETE FROM changed;
                    CREATE TEMP TABLE IF NOT EXISTS here (guid BLOB PRIMARY KEY NOT NULL) WITHOUT ROWID;
                    DELETE FROM here;
                    """)
        }
    }

    /// Notes objects to be read anew.
    func note(_ objects: [ChangedObject]) async throws {
        try await write { db in
            let insert = try db.cachedStatement(
                sql: """
                    INSERT INTO changed VALUES (?, ?)
                    ON CONFLICT (guid) DO UPDATE SET told_deleted = max(told_deleted, excluded.told_deleted)
                    """)
            for object in objects { try insert.execute(arguments: [Data(object.guid.bytes), object.isDeleted]) }
        }
    }

    /// Notes everybody whose account has expired since they were last judged, or no longer has since the clock was put back:
    /// no change of the directory tells of that.
    /// - Returns: how many.
    func noteExpired(at now: Date) async throws -> Int {
        try await write { db in
            try db.execute(
                sql: "INSERT OR IGNORE INTO changed SELECT guid, 0 FROM person WHERE \(Self.hasExpired)",
                arguments: ["now": Int64(now.timeIntervalSince1970)])
            return db.changesCount
        }
    }

    /// Whether there is such a one.
    func areAnyExpired(at now: Date) async throws -> Bool {
        try await read { db in
            try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM person WHERE \(Self.hasExpired))",
                arguments: ["now": Int64(now.timeIntervalSince1970)]) ?? false
        }
    }

    /// Without those who stand as they do for a weightier reason, see `StandingJudge`.
    private static let hasExpired: String = {
        let weightier = Exclusion.allCases.filter { [.notAPerson, .outOfScope, .accountState].contains($0.nature) }
            .map { "'\($0.rawValue)'" }.joined(separator: ",")
        let standsOtherwise = "exclusion IS NULL OR exclusion NOT IN (\(weightier))"
        let hasNow = "account_expires <= :now AND (\(standsOtherwise))"
        let hasNotAnyMore = "account_expires > :now AND exclusion = '\(Exclusion.expired.rawValue)'"
        return "presence = 'present' AND (\(hasNow) OR \(hasNotAnyMore))"
    }()

    /// Notes who is there.
    func noteHere(_ guids: [ObjectGUID]) async throws {
        try await write { db in
            let insert = try db.cachedStatement(sql: "INSERT OR IGNORE INTO here VALUES (?)")
            for guid in guids { try insert.execute(arguments: [Data(guid.bytes)]) }
        }
    }

    /// Notes everybody who is there and not in the mirror, and the other way round.
    func notePresenceDifferences() async throws {
        try await write { db in
            let mirrored = "SELECT guid FROM person WHERE presence = 'present'"
            try db.execute(
                sql: """
                    INSERT OR IGNORE INTO changed SELECT guid, 0 FROM (\(mirrored) EXCEPT SELECT guid FROM here);
                    INSERT OR IGNORE INTO changed SELECT guid, 0 FROM (SELECT guid FROM here EXCEPT \(mirrored));
                    """)
        }
    }

    /// Puts down who is in the scope's groups and who matches its filter, for `noteScopeDifferences` and `finish`.
    func select(_ scope: ResolvedScope) async throws {
        try await write { db in
            try db.execute(sql: "DELETE FROM selected")
            let insert = try db.cachedStatement(sql: "INSERT INTO selected VALUES (?, ?)")
            for selection in ResolvedScope.Selection.allCases {
                for guid in scope.selected(by: selection) {
                    try insert.execute(arguments: [selection.rawValue, Data(guid.bytes)])
                }
            }
        }
    }

    /// Notes who joined or left what the scope goes by.
    func noteScopeDifferences(primaryGroups before: Set<UInt32>, _ now: Set<UInt32>) async throws {
        try await write { db in
            try db.execute(
                sql: """
                    INSERT OR IGNORE INTO changed SELECT DISTINCT guid, 0 FROM
                      (SELECT * FROM selected EXCEPT SELECT * FROM scope_selection);
                    INSERT OR IGNORE INTO changed SELECT DISTINCT guid, 0 FROM
                      (SELECT * FROM scope_selection EXCEPT SELECT * FROM selected);
                    """)
            for id in before.symmetricDifference(now) {
                try db.execute(
                    sql: """
                        INSERT OR IGNORE INTO changed SELECT guid, 0 FROM person
                        WHERE presence = 'present' AND primary_group_id = ?
                        """, arguments: [id])
            }
        }
    }

    /// The next of the objects to be read anew, in the order of their GUIDs.
    func changed(after last: ObjectGUID?, limit: Int) async throws -> [ObjectGUID] {
        try await read { db in
            try Data.fetchAll(
                db, sql: "SELECT guid FROM changed WHERE guid > ? ORDER BY guid LIMIT ?",
                arguments: [Data(last?.bytes ?? []), limit]
            ).compactMap { ObjectGUID(bytes: Array($0)) }
        }
    }

    /// Keeps where containers are.
    /// - Returns: those that were elsewhere or not known.
    func note(_ containers: [DirectoryContainer]) async throws -> [DirectoryContainer] {
        try await write { db in
            let insert = try db.cachedStatement(sql: "INSERT OR REPLACE INTO container_found VALUES (?, ?)")
            let known = try db.cachedStatement(sql: "SELECT 1 FROM container WHERE guid = ? AND dn = ?")
            return try containers.filter { container in
                // Byte for byte: SQLite compares text so, and what a server spells otherwise it calls otherwise.
                let place: StatementArguments = [Data(container.guid.bytes), container.dn]
                try insert.execute(arguments: place)
                return try Int.fetchOne(known, arguments: place) == nil
            }
        }
    }

    /// Who was to be read anew and was not found.
    struct AbsenteesOfChanges {
        /// Whoever was known to be present; and whoever was missing before.
        var present, missing: [(guid: ObjectGUID, toldDeleted: Bool)]
        /// How many people are among the former, and how many were known.
        var people, known: Int
        var isAnybodyLeft: Bool
    }

    func absenteesOfChanges() async throws -> AbsenteesOfChanges {
        try await read { db in
            // `CROSS JOIN`: a few changes are looked up among everybody, and not everybody among the changes (SQLite, “Manual
            // control of query plans using CROSS JOIN”).
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT changed.guid, told_deleted, kind, presence FROM changed CROSS JOIN person
                      ON person.guid = changed.guid
                    WHERE presence <> 'deleted' AND changed.guid NOT IN (SELECT guid FROM seen) ORDER BY changed.guid
                    """)
            func absent(_ presence: MirroredPerson.Presence) -> [(guid: ObjectGUID, toldDeleted: Bool)] {
                rows.filter { $0["presence"] == presence.rawValue }.compactMap { row in
                    ObjectGUID(bytes: Array(row["guid"] as Data)).map { ($0, row["told_deleted"]) }
                }
            }
            return AbsenteesOfChanges(
                present: absent(.present), missing: absent(.missing),
                people: rows.count {
                    $0["presence"] == MirroredPerson.Presence.present.rawValue && $0["kind"] == "person"
                },
                known: try Int.fetchOne(db, sql: "SELECT number FROM known_before") ?? 0,
                isAnybodyLeft: try Bool.fetchOne(
                    db,
                    sql: """
                        SELECT EXISTS (SELECT 1 FROM person WHERE presence = 'present' AND kind = 'person'
                          AND (guid NOT IN (SELECT guid FROM changed) OR guid IN (SELECT guid FROM seen)))
                        """) ?? false)
        }
    }

    /// Ends a read of changes, at once: who is gone, what cannot be read, the scope as it is, and where to continue from.
    func finishChanges(
        gone: [ObjectGUID: MirroredPerson.Presence], pins: [ScopePin], state: TrackingState, at now: Date
    ) async throws {
        try await write { db in
            try Self.mark(gone, at: now, in: db)
            try Self.carryContainersAlong(in: db)
            let columns = "guid, dn, attribute, problem"
            try db.execute(
                sql: """
                    DELETE FROM issue WHERE guid IN (SELECT guid FROM changed) OR guid IN (SELECT guid FROM seen);
                    INSERT INTO issue SELECT DISTINCT \(columns) FROM found_issue ORDER BY dn, attribute;
                    INSERT INTO container SELECT guid, dn FROM container_found WHERE true
                      ON CONFLICT (guid) DO UPDATE SET dn = excluded.dn WHERE dn IS NOT excluded.dn;
                    """)
            try Self.keepSelection(in: db)
            try Self.keep(pins, in: db)
            try Self.keep(state, nil, at: now, in: db)
            try Self.forgetMirrored(in: db)
        }
    }

    /// Ends a read of changes of which none was told: nothing but where to continue from.
    func finishUntoldChanges(_ state: TrackingState, at now: Date) async throws {
        try await write { try Self.keep(state, nil, at: now, in: $0) }
    }

    static func keepSelection(in db: Database) throws {
        try db.execute(
            sql: """
                DELETE FROM scope_selection WHERE (selection, guid) NOT IN (SELECT selection, guid FROM selected);
                INSERT OR IGNORE INTO scope_selection SELECT selection, guid FROM selected;
                """)
    }
}
