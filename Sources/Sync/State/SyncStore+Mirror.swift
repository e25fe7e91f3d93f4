// SPDX-License-Identifier: Apache-2.0
public import Directory
import Foundation
import GRDB

/// How many users of the last complete read stand where.
public struct MirrorCounts: Hashable, Sendable {
    /// Everything of class user that is present.
    public var present = 0
    public var candidates = 0
    public var excluded: [Exclusion: Int] = [:]
    /// People whose absence is known.
    public var gone = 0
    /// Candidates, and people who could be one with another address, about whom nobody has decided.
    public var undecided = 0

    public init() {}
}

extension SyncStore {
    /// Begins a complete read: from here on, everybody who is mirrored counts as seen.
    func beginCompleteRead() async throws {
        try await write { db in
            try db.execute(
                sql: """
                    CREATE TEMP TABLE IF NOT EXISTS seen (guid BLOB PRIMARY KEY NOT NULL) WITHOUT ROWID;
                    DELETE FROM seen;
                    CREATE TEMP TABLE IF NOT EXISTS known_before (number INTEGER);
                    DELETE FROM known_before;
                    INSERT INTO known_before
                      SELECT count(*) FROM person WHERE presence = 'present' AND kind = 'person';
                    CREATE TEMP TABLE IF NOT EXISTS found_issue (guid BLOB, dn TEXT, attribute TEXT, problem TEXT);
                    DELETE FROM found_issue;
                    CREATE TEMP TABLE IF NOT EXISTS selected (
                      selection TEXT NOT NULL, guid BLOB NOT NULL, PRIMARY KEY (selection, guid)
                    ) WITHOUT ROWID;
                    DELETE FROM selected;
                    CREATE TEMP TABLE IF NOT EXISTS container_found (
                      guid BLOB PRIMARY KEY NOT NULL, dn TEXT NOT NULL
                    ) WITHOUT ROWID;
                    DELETE FROM container_found;
                    """)
        }
    }

    /// Mirrors one page. Rows that are already so are not written.
    /// - Parameter basis: what the page was read from.
    /// - Returns: how many rows were written.
    func mirror(
        _ page: [(observed: ObservedUser, standing: Standing)], issues: [DirectoryIssue],
        from basis: ReplicationBasis = ReplicationBasis()
    ) async throws -> Int {
        try await write { db in
            let upsert = try db.cachedStatement(sql: PersonRow.upsert)
            let seen = try db.cachedStatement(sql: "INSERT OR IGNORE INTO seen VALUES (?)")
            let before = db.totalChangesCount
            for (observed, standing) in page {
                // Unchecked: the statement and its arguments are made from one list of columns.
                upsert.setUncheckedArguments(PersonRow.arguments(observed.user, observed.scope, standing))
                try upsert.execute()
            }
            let written = db.totalChangesCount - before
            if written > 0 {
                try Self.noteMirrored(in: db)
                try Self.raise(basis, in: db)
            }
            for (observed, _) in page { try seen.execute(arguments: [Data(observed.user.guid.bytes)]) }
            let note = try db.cachedStatement(sql: "INSERT INTO found_issue VALUES (?, ?, ?, ?)")
            for issue in issues + page.flatMap(\.observed.faults) {
                try note.execute(arguments: [
                    issue.guid.map { Data($0.bytes) }, issue.dn, issue.attribute, issue.problem,
                ])
            }
            for issue in issues {
                let guid = issue.guid.map { Data($0.bytes) }
                // Somebody who could not be read was seen all the same, and nothing is to be done about them.
                guard let guid else { continue }
                try seen.execute(arguments: [guid])
                try db.execute(
                    sql: """
                        UPDATE person SET exclusion = 'unreadable', exclusion_detail = ?2
                        WHERE guid = ?1 AND exclusion IS NOT 'unreadable'
                        """,
                    arguments: [guid, "\(issue.attribute) \(issue.problem)"])
            }
            return written
        }
    }

    /// Mirrors some people outside a complete read, and marks those whom the directory no longer has.
    func refresh(
        _ page: [(observed: ObservedUser, standing: Standing)], issues: [DirectoryIssue],
        absent: [ObjectGUID: Absence], from basis: ReplicationBasis, at now: Date
    ) async throws {
        try await beginCompleteRead()
        _ = try await mirror(page, issues: issues, from: basis)
        if absent.isEmpty { return }
        try await write { db in
            let before = db.totalChangesCount
            let gone = absent.compactMapValues { absence -> MirroredPerson.Presence? in
                switch absence {
                case .tombstone: .deleted
                case .missing: .missing
                case .present: nil
                }
            }
            try Self.mark(gone, at: now, in: db)
            guard db.totalChangesCount > before else { return }
            try Self.noteMirrored(in: db)
            try Self.raise(basis, in: db)
        }
    }

    /// Who was missing before this read, is still, and was decided about: whose tombstone may be seen by now.
    func missingDecided() async throws -> [ObjectGUID] {
        try await read { db in
            try Data.fetchAll(
                db,
                sql: """
                    SELECT guid FROM person JOIN decision USING (guid)
                    WHERE presence = 'missing' AND guid NOT IN (SELECT guid FROM seen) ORDER BY guid
                    """
            ).compactMap { ObjectGUID(bytes: Array($0)) }
        }
    }

    /// Who was known to be present and is not in the read that has just ended: the number of people, and the number that
    /// were known.
    func absentees() async throws -> (missing: Int, known: Int, seen: Int) {
        try await read { db in
            let known = "SELECT count(*) FROM person WHERE presence = 'present' AND kind = 'person'"
            return (
                try Int.fetchOne(db, sql: "\(known) AND guid NOT IN (SELECT guid FROM seen)") ?? 0,
                // Before the read: newcomers do not make it look harmless that others are missing.
                try Int.fetchOne(db, sql: "SELECT number FROM known_before") ?? 0,
                try Int.fetchOne(db, sql: "\(known) AND guid IN (SELECT guid FROM seen)") ?? 0
            )
        }
    }

    /// The GUIDs of everything that was present and is not in the read that has just ended.
    func absentGUIDs() async throws -> [ObjectGUID] {
        try await read { db in
            try Data.fetchAll(
                db,
                sql: """
                    SELECT guid FROM person WHERE presence = 'present' AND guid NOT IN (SELECT guid FROM seen)
                    ORDER BY guid
                    """
            ).compactMap { ObjectGUID(bytes: Array($0)) }
        }
    }

    /// Ends a complete read, at once: who is gone, what could not be read, where the scope's objects are pinned, who is
    /// chosen by it, where the containers are, and where to continue from.
    func finishCompleteRead(
        gone: [ObjectGUID: MirroredPerson.Presence], pins: [ScopePin], state: TrackingState? = nil,
        profile: CapabilityProfile? = nil, at now: Date
    ) async throws {
        try await write { db in
            try Self.mark(gone, at: now, in: db)
            let columns = "guid, dn, attribute, problem"
            let difference = { (a: String, b: String) in
                "SELECT \(columns) FROM \(a) EXCEPT SELECT \(columns) FROM \(b)"
            }
            let same = try Bool.fetchOne(
                db,
                sql: """
                    SELECT NOT EXISTS (\(difference("issue", "found_issue")))
                       AND NOT EXISTS (\(difference("found_issue", "issue")))
                    """)
            if same != true {
                try db.execute(
                    sql:
                        "DELETE FROM issue; INSERT INTO issue SELECT \(columns) FROM found_issue ORDER BY dn, attribute"
                )
            }
            try db.execute(
                sql: """
                    DELETE FROM container WHERE guid NOT IN (SELECT guid FROM container_found);
                    INSERT INTO container SELECT guid, dn FROM container_found WHERE true
                      ON CONFLICT (guid) DO UPDATE SET dn = excluded.dn WHERE dn IS NOT excluded.dn;
                    """)
            try Self.keepSelection(in: db)
            try Self.keep(pins, in: db)
            if let state {
                try Self.keep(state, profile, at: now, in: db)
                try Self.forgetMirrored(in: db)
            }
        }
    }

    /// Somebody who was missing may be known to be deleted by now; the other way round nothing is learned.
    static func mark(_ gone: [ObjectGUID: MirroredPerson.Presence], at now: Date, in db: Database) throws {
        for (guid, presence) in gone {
            try db.execute(
                sql: """
                    UPDATE person SET absent_since = CASE WHEN presence = 'present' THEN ?2 ELSE absent_since END,
                      presence = ?1 WHERE guid = ?3 AND (presence = 'present' OR presence = 'missing' AND ?1 = 'deleted')
                    """,
                arguments: [presence.rawValue, Int64(now.timeIntervalSince1970), Data(guid.bytes)])
        }
    }

    /// The pins of the scope's objects, as last kept.
    public func pins() async throws -> [ScopePin] { try await read { db in try Self.pins(in: db) } }

    private static func pins(in db: Database) throws -> [ScopePin] {
        try Row.fetchAll(db, sql: "SELECT role, configured_dn, guid FROM scope_pin").compactMap { row in
            guard let role = ScopePin.Role(rawValue: row["role"]),
                let guid = ObjectGUID(bytes: Array(row["guid"] as Data))
            else { return nil }
            return ScopePin(role: role, configuredDN: row["configured_dn"], guid: guid)
        }
    }

    static func keep(_ pins: [ScopePin], in db: Database) throws {
        guard Set(try Self.pins(in: db)) != Set(pins) else { return }
        try db.execute(sql: "DELETE FROM scope_pin")
        for pin in Set(pins) {
            try db.execute(
                sql: "INSERT OR REPLACE INTO scope_pin VALUES (?, ?, ?)",
                arguments: [pin.role.rawValue, pin.configuredDN, Data(pin.guid.bytes)])
        }
    }

    /// How many stand where; the excluded and the candidates add up to everything present.
    public func counts() async throws -> MirrorCounts {
        try await read { db in
            var counts = MirrorCounts()
            for row in try Row.fetchAll(
                db, sql: "SELECT presence = 'present' AS here, exclusion, count(*) AS n FROM person GROUP BY 1, 2")
            {
                let number: Int = row["n"]
                guard row["here"] as Bool else {
                    counts.gone += number
                    continue
                }
                counts.present += number
                if let name: String = row["exclusion"] {
                    if let exclusion = Exclusion(rawValue: name) { counts.excluded[exclusion, default: 0] += number }
                } else {
                    counts.candidates += number
                }
            }
            counts.undecided =
                try Int.fetchOne(db, sql: "SELECT count(*) FROM person WHERE \(Self.isUndecided)") ?? 0
            return counts
        }
    }

    /// Whether there are, without counting all.
    func arePresent(moreThan number: Int) async throws -> Bool {
        try await read { db in
            let sql = "SELECT EXISTS (SELECT 1 FROM person WHERE presence = 'present' LIMIT 1 OFFSET ?)"
            return try Bool.fetchOne(db, sql: sql, arguments: [number]) ?? false
        }
    }

    /// What the last complete read could not use.
    public func issues() async throws -> [DirectoryIssue] {
        try await read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM issue").map { row in
                DirectoryIssue(
                    guid: (row["guid"] as Data?).flatMap { ObjectGUID(bytes: Array($0)) }, dn: row["dn"],
                    attribute: row["attribute"], problem: row["problem"])
            }
        }
    }

    // `@concurrent`: with optimization, Swift 6.3.1 loses the way back to the caller's actor after an `await` in a `do` with a
    // `catch` whose callee runs elsewhere, as GRDB's does; here there is no caller's actor to go back to.
    @concurrent func write<Result: Sendable>(_ body: @escaping @Sendable (Database) throws -> Result) async throws
        -> Result
    {
        do { return try await database.write(body) } catch is CancellationError { throw CancellationError() } catch {
            throw SyncStoreFailure(path: path, error)
        }
    }

    @concurrent func read<Result: Sendable>(_ body: @escaping @Sendable (Database) throws -> Result) async throws
        -> Result
    {
        do { return try await database.read(body) } catch is CancellationError { throw CancellationError() } catch {
            throw SyncStoreFailure(path: path, error)
        }
    }
}
