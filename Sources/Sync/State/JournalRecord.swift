// SPDX-License-Identifier: Apache-2.0
public import Directory
public import Foundation
import GRDB
public import WorkMail

/// One line of the journal: a decision, the intent to make a change, or its outcome. Lines are only ever added.
public struct JournalRecord: Hashable, Sendable {
    public enum Event: String, Sendable, Codable { case decision, intent, outcome }

    /// Ascending; `nil` until the line is written.
    public var id: Int64?
    public var at: Date
    public var event: Event
    /// For an outcome: the intent it belongs to.
    public var intent: Int64?
    /// The person; `nil` for somebody whom only the organization has.
    public var guid: ObjectGUID?
    public var label: String
    public var entity: EntityID?
    /// The API operation, or the decision's verdict.
    public var operation: String
    public var oldValue: String?
    public var newValue: String?
    public var reason: String
    /// Who: an administrator's login, or `sync`.
    public var actor: String
    /// For an outcome: `done`, or what went wrong.
    public var result: String?
    /// For an outcome: what the service calls the requests that were made for it, separated by spaces. Not in the chain:
    /// it says where to ask about a line, and nothing that was done.
    public var requests: String?

    public static let done = "done"
    /// What a later run writes that looked and found nothing done.
    static let notDone = "interrupted, not done"

    static func decision(_ person: MirroredPerson, _ decision: Decision) -> JournalRecord {
        JournalRecord(
            at: decision.at, event: .decision, guid: person.guid, label: person.label,
            operation: decision.verdict.rawValue, newValue: decision.email?.text,
            reason: decision.reason ?? person.user.dn, actor: decision.by)
    }

    /// Who it was when no administrator was there.
    static let run = "sync"

    static func intent(_ change: Change, by actor: String = run, at: Date) -> JournalRecord {
        JournalRecord(
            at: at, event: .intent, guid: change.guid, label: change.label, entity: change.entity,
            operation: change.operationName, oldValue: change.oldValue, newValue: change.newValue,
            reason: change.reason, actor: change.actor ?? actor)
    }

    func outcome(_ result: String, entity: EntityID?, requests: [String] = [], at: Date) -> JournalRecord {
        var record = self
        record.id = nil
        record.at = at
        record.event = .outcome
        record.intent = id
        record.entity = entity ?? self.entity
        record.result = result
        record.requests = requests.isEmpty ? nil : requests.joined(separator: " ")
        return record
    }

    /// Appends the line, chained to the one before it.
    @discardableResult
    func insert(into db: Database) throws -> Int64 {
        try db.cachedStatement(
            sql: """
                INSERT INTO journal
                (at, event, intent, guid, label, entity, operation, old_value, new_value, reason, actor, result, requests,
                chain)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, x'')
                """
        ).execute(arguments: [
            at.timeIntervalSince1970, event.rawValue, intent, guid.map { Data($0.bytes) }, PersonRow.text(label),
            entity?.value, PersonRow.text(operation), PersonRow.text(oldValue), PersonRow.text(newValue),
            PersonRow.text(reason), PersonRow.text(actor), PersonRow.text(result), PersonRow.text(requests),
        ])
        let id = db.lastInsertedRowID
        try Self.chain(id, in: db)
        return id
    }

    /// Computes the link of a line that has just been written, and makes it the head.
    static func chain(_ id: Int64, in db: Database) throws {
        let head = try Data.fetchOne(db.cachedStatement(sql: "SELECT chain FROM journal_head")) ?? JournalChain.start
        guard
            let row = try Row.fetchOne(db.cachedStatement(sql: "SELECT * FROM journal WHERE id = ?"), arguments: [id])
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a line of the journal is not there") }
        let link = JournalChain.link(after: head, row)
        try db.cachedStatement(sql: "UPDATE journal SET chain = ? WHERE id = ?").execute(arguments: [link, id])
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO journal_head VALUES (1, ?, ?)").execute(
            arguments: [id, link])
    }

    init?(row: Row) {
        guard let event = Event(rawValue: row["event"]) else { return nil }
        let guid = (row["guid"] as Data?).flatMap { ObjectGUID(bytes: Array($0)) }
        self.init(
            id: row["id"], at: Date(timeIntervalSince1970: row["at"]), event: event, intent: row["intent"], guid: guid,
            label: row["label"], entity: (row["entity"] as String?).map(EntityID.init(_:)), operation: row["operation"],
            oldValue: row["old_value"], newValue: row["new_value"], reason: row["reason"], actor: row["actor"],
            result: row["result"], requests: row["requests"])
    }

    init(
        id: Int64? = nil, at: Date, event: Event, intent: Int64? = nil, guid: ObjectGUID?, label: String,
        entity: EntityID? = nil, operation: String, oldValue: String? = nil, newValue: String? = nil, reason: String,
        actor: String, result: String? = nil, requests: String? = nil
    ) {
        self.id = id
        self.at = at
        self.event = event
        self.intent = intent
        self.guid = guid
        self.label = label
        self.entity = entity
        self.operation = operation
        self.oldValue = oldValue
        self.newValue = newValue
        self.reason = reason
        self.actor = actor
        self.result = result
        self.requests = requests
    }
}
