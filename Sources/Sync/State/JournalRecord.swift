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
    public var guid: ObjectGUID
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

    public static let done = "done"

    static func decision(_ person: MirroredPerson, _ decision: Decision) -> JournalRecord {
        JournalRecord(
            at: decision.at, event: .decision, guid: person.guid, label: person.label,
            operation: decision.verdict.rawValue, newValue: decision.email?.text,
            reason: decision.reason ?? person.user.dn, actor: decision.by)
    }

    static func intent(_ change: Change, at: Date) -> JournalRecord {
        JournalRecord(
            at: at, event: .intent, guid: change.guid, label: change.label, entity: change.entity,
            operation: change.operationName, oldValue: change.oldValue, newValue: change.newValue,
            reason: change.reason, actor: "sync")
    }

    func outcome(_ result: String, entity: EntityID?, at: Date) -> JournalRecord {
        var record = self
        record.id = nil
        record.at = at
        record.event = .outcome
        record.intent = id
        record.entity = entity ?? self.entity
        record.result = result
        return record
    }

    @discardableResult
    func insert(into db: Database) throws -> Int64 {
        try db.cachedStatement(
            sql: """
                INSERT INTO journal
                (at, event, intent, guid, label, entity, operation, old_value, new_value, reason, actor, result)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            at.timeIntervalSince1970, event.rawValue, intent, Data(guid.bytes), label, entity?.value, operation,
            oldValue,
            newValue, reason, actor, result,
        ])
        return db.lastInsertedRowID
    }

    init?(row: Row) {
        guard let event = Event(rawValue: row["event"]), let guid = ObjectGUID(bytes: Array(row["guid"] as Data)) else {
            return nil
        }
        self.init(
            id: row["id"], at: Date(timeIntervalSince1970: row["at"]), event: event, intent: row["intent"], guid: guid,
            label: row["label"], entity: (row["entity"] as String?).map(EntityID.init(_:)), operation: row["operation"],
            oldValue: row["old_value"], newValue: row["new_value"], reason: row["reason"], actor: row["actor"],
            result: row["result"])
    }

    init(
        id: Int64? = nil, at: Date, event: Event, intent: Int64? = nil, guid: ObjectGUID, label: String,
        entity: EntityID? = nil, operation: String, oldValue: String? = nil, newValue: String? = nil, reason: String,
        actor: String, result: String? = nil
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
    }
}
