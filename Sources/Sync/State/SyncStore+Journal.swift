// SPDX-License-Identifier: Apache-2.0
public import Directory
import Foundation
import GRDB
import WorkMail

extension SyncStore {
    /// Writes down what is about to be done, with the addresses that it will leave behind: should we never come back
    /// from the call, the next run knows whose they are.
    /// - Parameter snapshot: what the mailbox has that the change disables.
    /// - Returns: `nil`, and nothing is written, when the decision that the change came from is no longer the same: an
    ///   administrator may change their mind while a run is under way.
    func intend(
        _ change: Change, snapshot: MailboxSnapshot? = nil, by actor: String = JournalRecord.run, at now: Date
    ) async throws -> JournalRecord? {
        try await write { db in
            if change.actor == nil, let guid = change.guid {
                let row = try Row.fetchOne(
                    db, sql: "SELECT * FROM decision WHERE guid = ?", arguments: [Data(guid.bytes)])
                guard row.flatMap(Decision.init(row:))?.isSame(as: change.decision) ?? (change.decision == nil) else {
                    return nil
                }
            }
            var record = JournalRecord.intent(change, by: actor, at: now)
            record.id = try record.insert(into: db)
            if let snapshot, let entity = change.entity { try Self.keep(snapshot, of: entity, change, in: db) }
            if case .updatePrimary(let from, let to) = change.operation, let guid = change.guid {
                let isAside = to.isTemporary(for: guid)
                let kind: HeldAddressKind = isAside ? .temporary : .former
                let held = isAside ? to : from
                if !(kind == .former && from.isTemporary(for: guid)) {
                    try Self.hold(held, kind, by: guid, in: db)
                }
                if kind == .temporary { try Self.hold(from, .former, by: guid, in: db) }
            }
            return record
        }
    }

    /// Writes down how it went, and what follows from it, in one transaction; also for an intent of an earlier run, once
    /// it is known what became of it.
    /// - Parameter entity: the person's entity, where the change made or named one.
    /// - Parameter requests: what the service calls the requests that were made for it.
    func conclude(
        _ intent: JournalRecord, result: String, entity: EntityID?, requests: [String] = [], at now: Date
    ) async throws {
        try await write { db in
            try intent.outcome(result, entity: entity, requests: requests, at: now).insert(into: db)
            if intent.operation == "DeregisterFromWorkMail", result == JournalRecord.notDone {
                // The snapshot of a mailbox that is still enabled: what is taken from it now is not to be given back.
                try db.execute(sql: "DELETE FROM snapshot WHERE entity = ?", arguments: [intent.entity?.value])
            }
            guard result == JournalRecord.done else { return }
            if intent.operation == "DeleteUser" {
                try db.execute(sql: "DELETE FROM link WHERE entity = ?", arguments: [intent.entity?.value])
                try db.execute(sql: "DELETE FROM snapshot WHERE entity = ?", arguments: [intent.entity?.value])
                return
            }
            guard let person = intent.guid else { return }
            let guid = Data(person.bytes)
            if let entity {
                try db.execute(
                    sql: "INSERT OR IGNORE INTO link VALUES (?, ?, ?)",
                    arguments: [guid, entity.value, intent.operation])
                if ["CreateUser", "RegisterToWorkMail"].contains(intent.operation) {
                    // Whom the person has a mailbox as from now on; a link to a row that is gone does not stand in the way.
                    try db.execute(
                        sql: "UPDATE OR IGNORE link SET entity = ?, origin = ? WHERE guid = ? AND entity <> ?",
                        arguments: [entity.value, intent.operation, guid, entity.value])
                }
            }
            switch intent.operation {
            case "RegisterToWorkMail": try Self.settleDecision(before: intent, "verdict = 'approved'", in: db)
            case "DeregisterFromWorkMail": try Self.settleDecision(before: intent, "verdict <> 'rejected'", in: db)
            case "DeleteAlias":
                try db.execute(
                    sql: "DELETE FROM held_address WHERE guid = ? AND address_key = lower(?)",
                    arguments: [guid, intent.oldValue])
            case "UpdatePrimaryEmailAddress":
                // Whoever has an address as primary again does not merely hold it.
                try db.execute(
                    sql: "DELETE FROM held_address WHERE guid = ? AND address_key = lower(?) AND kind = 'former'",
                    arguments: [guid, intent.newValue])
            default: break
            }
        }
    }

    /// Marks the decision that the change carried out. One that was made after the intent was not carried out by it.
    private static func settleDecision(before intent: JournalRecord, _ condition: String, in db: Database) throws {
        try db.execute(
            sql: """
                UPDATE decision SET settled = 1 WHERE guid = ?1 AND \(condition)
                AND NOT EXISTS (SELECT 1 FROM journal WHERE guid = ?1 AND event = 'decision' AND id > ?2)
                """, arguments: [intent.guid.map { Data($0.bytes) }, intent.id])
    }

    private static func hold(_ address: EmailAddress, _ kind: HeldAddressKind, by guid: ObjectGUID, in db: Database)
        throws
    {
        try db.execute(
            sql: "INSERT OR REPLACE INTO held_address VALUES (?, ?, ?, ?)",
            arguments: [Data(guid.bytes), address.key, address.text, kind.rawValue])
    }

    /// Intents without an outcome: calls from which an earlier run did not come back.
    func openIntents() async throws -> [JournalRecord] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM journal AS i WHERE event = 'intent'
                    AND NOT EXISTS (SELECT 1 FROM journal AS o WHERE o.intent = i.id) ORDER BY id
                    """
            ).compactMap(JournalRecord.init(row:))
        }
    }

    /// The lines about one person, oldest first.
    public func journal(of guid: ObjectGUID) async throws -> [JournalRecord] {
        try await read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM journal WHERE guid = ? ORDER BY id", arguments: [Data(guid.bytes)])
                .compactMap(JournalRecord.init(row:))
        }
    }

    /// Adds a line for something that happened elsewhere, such as a change that was delegated to the directory.
    public func note(_ record: JournalRecord) async throws -> Int64 {
        try await write { db in try record.insert(into: db) }
    }

    /// The last line's number; 0 for an empty journal.
    public func journalEnd() async throws -> Int64 {
        try await read { db in try Int64.fetchOne(db, sql: "SELECT max(id) FROM journal") ?? 0 }
    }
}

extension EmailAddress {
    /// The address to which a person steps aside in a swap. It holds the whole objectGUID, so that no address of the
    /// directory is taken for one.
    static func temporary(for guid: ObjectGUID, in domain: String) -> EmailAddress? {
        try? EmailAddress("workmail-sync-\(guid)@\(domain)")
    }

    func isTemporary(for guid: ObjectGUID) -> Bool { self == .temporary(for: guid, in: domain) }
}

extension Decision {
    /// Whether it is the same decision, carried out by now or not. The time is kept as seconds since 1970, which may
    /// round it by less than a microsecond.
    func isSame(as other: Decision?) -> Bool {
        guard let other else { return false }
        return verdict == other.verdict && email == other.email && by == other.by
            && abs(at.timeIntervalSince(other.at)) < 0.000_01
    }
}
