// SPDX-License-Identifier: Apache-2.0
public import Directory
public import Foundation
import GRDB
public import WorkMail

/// A decision, or a call with its outcome: who, when, what, from which value to which, why, and how it went.
public struct AuditRecord: Hashable, Sendable {
    /// The line of the journal that began it.
    public var begun: JournalRecord
    /// The line that says how it went; `nil` for a decision, and for a call from which nobody has come back yet.
    public var outcome: JournalRecord?
    /// The link of the first line and, where there is one, of the second, in hexadecimal.
    public var chain: [String]

    public var id: Int64 { begun.id ?? 0 }

    /// How it went, in words; a decision is done when it is made.
    public var result: String {
        begun.event == .decision ? JournalRecord.done : outcome?.result ?? "not known: it was interrupted"
    }
}

/// Which records are wanted; what is `nil` does not matter.
public struct AuditFilter: Hashable, Sendable {
    public var guid: ObjectGUID?
    public var entity: EntityID?
    /// From this moment on.
    public var since: Date?
    /// Before this moment.
    public var until: Date?
    /// A part of who it was.
    public var actor: String?
    /// The operation or verdict, without regard to case.
    public var operation: String?

    public init(
        guid: ObjectGUID? = nil, entity: EntityID? = nil, since: Date? = nil, until: Date? = nil, actor: String? = nil,
        operation: String? = nil
    ) {
        self.guid = guid
        self.entity = entity
        self.since = since
        self.until = until
        self.actor = actor
        self.operation = operation
    }
}

extension SyncStore {
    /// The records that match, oldest first, one after the other: a journal may be longer than memory.
    public func forEachAuditRecord(
        _ filter: AuditFilter, _ body: @escaping @Sendable (AuditRecord) throws -> Void
    ) async throws {
        try await read { db in try Self.forEach("", filter, limit: -1, in: db, body) }
    }

    /// The latest records that match, oldest first.
    public func latestAuditRecords(_ filter: AuditFilter, limit: Int) async throws -> [AuditRecord] {
        try await read { db in
            var records: [AuditRecord] = []
            try Self.forEach("DESC", filter, limit: limit, in: db) { records.append($0) }
            return records.reversed()
        }
    }

    /// The record that a line of the journal began, or ended.
    public func auditRecord(_ id: Int64) async throws -> AuditRecord? {
        try await read { db in
            let begun = try Int64.fetchOne(
                db, sql: "SELECT coalesce(intent, id) FROM journal WHERE id = ?", arguments: [id])
            guard let begun,
                let row = try Row.fetchOne(db, sql: "SELECT * FROM journal WHERE id = ?", arguments: [begun])
            else { return nil }
            return try Self.record(row, in: db)
        }
    }

    private static func forEach(
        _ order: String, _ filter: AuditFilter, limit: Int, in db: Database, _ body: (AuditRecord) throws -> Void
    ) throws {
        var conditions = ["event IN ('decision', 'intent')"]
        var arguments: [(any DatabaseValueConvertible)?] = []
        func add(_ condition: String, _ value: any DatabaseValueConvertible) {
            conditions.append(condition)
            arguments.append(value)
        }
        // Of a user who was only about to be made, the outcome alone knows the id.
        let ofEntity = "(entity = ? OR id IN (SELECT intent FROM journal WHERE entity = ?))"
        switch (filter.guid, filter.entity) {
        case (let guid?, let entity?):
            conditions.append("(guid = ? OR \(ofEntity))")
            arguments += [Data(guid.bytes), entity.value, entity.value]
        case (let guid?, nil): add("guid = ?", Data(guid.bytes))
        case (nil, let entity?):
            conditions.append(ofEntity)
            arguments += [entity.value, entity.value]
        case (nil, nil): break
        }
        if let since = filter.since { add("at >= ?", since.timeIntervalSince1970) }
        if let until = filter.until { add("at < ?", until.timeIntervalSince1970) }
        if let actor = filter.actor { add("instr(lower(actor), lower(?)) > 0", actor) }
        if let operation = filter.operation { add("lower(operation) = lower(?)", operation) }
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT * FROM journal WHERE \(conditions.joined(separator: " AND ")) ORDER BY id \(order) LIMIT ?
                """,
            arguments: StatementArguments(arguments + [limit]))
        while let row = try rows.next() {
            // A copy: read off the statement itself, a text would end at its first NUL.
            if let record = try record(row.copy(), in: db) { try body(record) }
        }
    }

    private static func record(_ row: Row, in db: Database) throws -> AuditRecord? {
        guard let begun = JournalRecord(row: row) else { return nil }
        var chain = [hexadecimal(row["chain"])]
        let end = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT * FROM journal WHERE intent = ? ORDER BY id LIMIT 1"), arguments: [begun.id]
        )
        if let end { chain.append(hexadecimal(end["chain"])) }
        return AuditRecord(begun: begun, outcome: end.flatMap(JournalRecord.init(row:)), chain: chain)
    }
}
