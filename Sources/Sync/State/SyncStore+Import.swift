// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import GRDB
import WorkMail

/// What an import puts into the state database.
struct RestoredState: Sendable {
    /// The people, each with the account that is theirs where the export says so.
    var people: [(person: RestoredPerson, entity: EntityID?)] = []
    var snapshots: [(entity: EntityID, label: String, guid: ObjectGUID?, snapshot: MailboxSnapshot)] = []
    /// Users whom an administrator created.
    var createdHere: [(id: EntityID, name: String)] = []
}

extension SyncStore {
    /// Who of these has something else in the state database already, as texts for a message.
    func conflicts(with state: RestoredState) async throws -> [String] {
        try await read { db in
            var conflicts: [String] = []
            for (person, entity) in state.people {
                let key = Data(person.guid.bytes)
                let label = person.mirrored?.label ?? person.guid.description
                let row = try Row.fetchOne(
                    db.cachedStatement(sql: "SELECT * FROM decision WHERE guid = ?"), arguments: [key])
                if let here = row.flatMap(Decision.init(row:)), !here.isSame(asRestored: person.decision) {
                    conflicts.append("\(label): there is another decision, \(here.verdict.rawValue) by \(here.by)")
                }
                guard person.linkedBy != nil, let entity else { continue }
                let links = try db.cachedStatement(sql: "SELECT guid, entity FROM link WHERE guid = ? OR entity = ?")
                let others = try Row.fetchAll(links, arguments: [key, entity.value]).filter {
                    ($0["guid"] as Data) != key || EntityID($0["entity"]) != entity
                }
                if !others.isEmpty { conflicts.append("\(label): there is another link") }
            }
            for (entity, label, _, snapshot) in state.snapshots {
                let taken = try Double.fetchOne(
                    db.cachedStatement(sql: "SELECT taken FROM snapshot WHERE entity = ?"), arguments: [entity.value])
                if let taken, abs(taken - snapshot.taken.timeIntervalSince1970) > 0.001 {
                    conflicts.append("\(label): something else is kept of the disabled mailbox")
                }
            }
            return conflicts
        }
    }

    /// Puts all of it into the database, in one transaction with the journal's lines about it; what is there already
    /// stays as it is, so that an import that was cut short can be made again.
    /// - Returns: the intent, to be concluded when the organization is restored as well.
    func restore(_ state: RestoredState, intent: JournalRecord) async throws -> JournalRecord {
        try await write { db in
            var intent = intent
            intent.id = try intent.insert(into: db)
            for (person, entity) in state.people { try Self.restore(person, entity, intent, in: db) }
            for (entity, label, guid, snapshot) in state.snapshots {
                let encoder = JSONEncoder()
                encoder.outputFormatting = .sortedKeys
                try db.execute(
                    sql: "INSERT OR IGNORE INTO snapshot (entity, guid, label, taken, content) VALUES (?, ?, ?, ?, ?)",
                    arguments: [
                        entity.value, guid.map { Data($0.bytes) }, PersonRow.text(label),
                        snapshot.taken.timeIntervalSince1970,
                        String(decoding: try encoder.encode(snapshot), as: UTF8.self),
                    ])
            }
            let isKnown = """
                SELECT 1 FROM journal WHERE entity = ? AND operation = 'CreateUser' AND event = 'outcome'
                """
            for (id, name) in state.createdHere {
                let statement = try db.cachedStatement(sql: isKnown)
                if try Int.fetchOne(statement, arguments: [id.value]) != nil { continue }
                var creation = JournalRecord(
                    at: intent.at, event: .intent, guid: nil, label: name, entity: id, operation: "CreateUser",
                    newValue: name, reason: intent.reason, actor: intent.actor)
                creation.id = try creation.insert(into: db)
                try creation.outcome(JournalRecord.done, entity: id, at: intent.at).insert(into: db)
            }
            return intent
        }
    }

    private static func restore(
        _ person: RestoredPerson, _ entity: EntityID?, _ intent: JournalRecord, in db: Database
    ) throws {
        let key = Data(person.guid.bytes)
        if let mirrored = person.mirrored {
            let columns = PersonRow.columns
            let insert = """
                INSERT OR IGNORE INTO person (\(columns.joined(separator: ", ")))
                VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
                """
            try db.cachedStatement(sql: insert).execute(
                arguments: PersonRow.arguments(mirrored.user, mirrored.scope, mirrored.standing))
            if db.changesCount == 1, mirrored.presence != .present {
                try db.execute(
                    sql: "UPDATE person SET presence = ?, absent_since = ? WHERE guid = ?",
                    arguments: [
                        mirrored.presence.rawValue, mirrored.absentSince.map { Int64($0.timeIntervalSince1970) }, key,
                    ])
            }
        }
        if let entity, let origin = person.linkedBy {
            try db.execute(
                sql: "INSERT OR IGNORE INTO link VALUES (?, ?, ?)", arguments: [key, entity.value, origin])
        }
        for (address, kind) in person.heldAddresses {
            try db.execute(
                sql: "INSERT OR IGNORE INTO held_address VALUES (?, ?, ?, ?)",
                arguments: [key, address.key, address.text, kind.rawValue])
        }
        guard let decision = person.decision else { return }
        try db.execute(
            sql: """
                INSERT OR IGNORE INTO decision
                (guid, verdict, email, email_key, reason, decided_by, decided_at, settled)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                key, decision.verdict.rawValue, decision.email?.text, decision.email?.key, decision.reason,
                decision.by, decision.at.timeIntervalSince1970, decision.isSettled,
            ])
        guard db.changesCount == 1 else { return }
        // The journal tells what happened here: that it was restored, and by whom; who decided is in the reason.
        let decided = "decided by \(decision.by) at \(ExportDate.text(decision.at))"
        try JournalRecord(
            at: intent.at, event: .decision, guid: person.guid, label: person.mirrored?.label ?? "\(person.guid)",
            operation: decision.verdict.rawValue, newValue: decision.email?.text,
            reason: [intent.reason, decided, decision.reason].compactMap(\.self).joined(separator: "; "),
            actor: intent.actor
        ).insert(into: db)
    }
}

extension Decision {
    /// Whether it is the same decision, of which an export keeps the time in milliseconds.
    fileprivate func isSame(asRestored other: Decision?) -> Bool {
        guard let other else { return false }
        return verdict == other.verdict && email == other.email && by == other.by
            && abs(at.timeIntervalSince(other.at)) < 0.001
    }
}
