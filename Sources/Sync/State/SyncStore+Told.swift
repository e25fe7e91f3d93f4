// SPDX-License-Identifier: Apache-2.0
import Directory
public import Foundation
import GRDB

/// That somebody was told of something.
public struct Told: Hashable, Sendable {
    /// How far it was: days left, or since when; what it counts is the subject's matter.
    public var stage: Int
    public var at: Date

    public init(stage: Int, at: Date) {
        self.stage = stage
        self.at = at
    }
}

/// What is remembered once a notice has arrived.
public enum TellingMark: Hashable, Sendable {
    case told(String, stage: Int)
    /// It is over, and would be told anew.
    case over(String)
}

/// Candidates of whom a way has not told yet.
public struct NewCandidates: Hashable, Sendable {
    public var count: Int
    /// The first of them by name.
    public var first: [MirroredPerson]

    public init(count: Int, first: [MirroredPerson]) {
        self.count = count
        self.first = first
    }
}

extension SyncStore {
    /// What was told by a way, such as `mail`.
    public func told(by way: String) async throws -> [String: Told] {
        try await read { db in
            var told: [String: Told] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT * FROM told WHERE way = ?", arguments: [way]) {
                told[row["subject"]] = Told(stage: row["stage"], at: Date(timeIntervalSince1970: row["at"]))
            }
            return told
        }
    }

    /// - Parameter candidates: whether those who were offered last have arrived with it.
    public func keep(
        _ marks: [TellingMark], candidates: Bool = false, by way: String, at now: Date
    ) async throws {
        guard !marks.isEmpty || candidates else { return }
        try await write { db in
            for mark in marks {
                switch mark {
                case .told(let subject, let stage):
                    try db.execute(
                        sql: "INSERT OR REPLACE INTO told VALUES (?, ?, ?, ?)",
                        arguments: [way, subject, stage, now.timeIntervalSince1970])
                case .over(let subject):
                    try db.execute(sql: "DELETE FROM told WHERE way = ? AND subject = ?", arguments: [way, subject])
                }
            }
            if candidates {
                try db.execute(
                    sql: "UPDATE told_candidate SET is_delivered = 1 WHERE way = ? AND NOT is_delivered",
                    arguments: [way])
            }
        }
    }

    /// Everybody undecided of whom this way has not told, for a digest. Who that is is written down, so that those who come
    /// while it is on its way are in the next one; a digest that did not arrive is offered again with them. Done in the
    /// database, since the first digest may be of everybody.
    /// - Parameter names: how many of them are wanted by name.
    public func offerCandidates(by way: String, names: Int) async throws -> NewCandidates {
        let isNew = """
            \(Self.isUndecided) AND NOT EXISTS (
              SELECT 1 FROM told_candidate t WHERE t.way = ?1 AND t.guid = person.guid AND t.is_delivered)
            """
        let isAnything = try await read { db in
            try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM person WHERE \(isNew))
                      OR EXISTS (SELECT 1 FROM told_candidate WHERE way = ?1 AND NOT is_delivered)
                    """, arguments: [way]) ?? false
        }
        // A look that finds nobody writes nothing.
        guard isAnything else { return NewCandidates(count: 0, first: []) }
        let count = try await write { db in
            try db.execute(
                sql: """
                    DELETE FROM told_candidate
                    WHERE way = ?1 AND (NOT is_delivered OR guid NOT IN (SELECT guid FROM person))
                    """, arguments: [way])
            try db.execute(
                sql: "INSERT INTO told_candidate SELECT ?1, guid, 0 FROM person WHERE \(isNew)", arguments: [way])
            return db.changesCount
        }
        return NewCandidates(
            count: count,
            first: try await people("\(isNew) ORDER BY sam_account_name COLLATE NOCASE, guid LIMIT ?2", [way, names]))
    }
}
