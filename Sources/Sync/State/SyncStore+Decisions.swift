// SPDX-License-Identifier: Apache-2.0
public import Directory
import Foundation
import GRDB
public import WorkMail

extension SyncStore {
    /// Records decisions, all or none, each with its line in the journal.
    /// - Parameter adopted: a user of the organization whom the one person decided about is linked to, with the decision.
    /// - Throws: `LinkConflict` when either of the two has another link.
    public func record(
        _ decisions: [(person: MirroredPerson, decision: Decision)], adopting adopted: MailUser? = nil
    ) async throws {
        if let adopted, let person = decisions.first?.person, decisions.count == 1 {
            let links = try await links()
            let hasOther = links[person.guid].map { $0 != adopted.id } ?? links.values.contains(adopted.id)
            if hasOther { throw LinkConflict(guid: person.guid, entity: adopted.id) }
        }
        try await write { db in
            if let adopted, let person = decisions.first?.person {
                try db.execute(
                    sql: "INSERT OR IGNORE INTO link VALUES (?, ?, 'adopted')",
                    arguments: [Data(person.guid.bytes), adopted.id.value])
            }
            for (person, decision) in decisions {
                try db.execute(
                    sql: """
                        INSERT OR REPLACE INTO decision (guid, verdict, email, email_key, reason, decided_by, decided_at, settled)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        Data(person.guid.bytes), decision.verdict.rawValue, decision.email?.text, decision.email?.key,
                        decision.reason, decision.by, decision.at.timeIntervalSince1970, decision.isSettled,
                    ])
                try JournalRecord.decision(person, decision).insert(into: db)
            }
        }
    }

    /// Marks decisions as carried out, where they are not marked already.
    func settle(_ people: [ObjectGUID]) async throws {
        guard !people.isEmpty else { return }
        try await write { db in
            for guid in people {
                try db.execute(sql: "UPDATE decision SET settled = 1 WHERE guid = ?", arguments: [Data(guid.bytes)])
            }
        }
    }

    public func decision(about guid: ObjectGUID) async throws -> Decision? {
        try await read { db in
            try Row.fetchOne(
                db.cachedStatement(sql: "SELECT * FROM decision WHERE guid = ?"), arguments: [Data(guid.bytes)]
            ).flatMap(Decision.init(row:))
        }
    }

    /// All decisions, by person.
    public func decisions() async throws -> [ObjectGUID: Decision] {
        try await read { db in
            var decisions: [ObjectGUID: Decision] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT * FROM decision") {
                guard let guid = ObjectGUID(bytes: Array(row["guid"] as Data)) else { continue }
                decisions[guid] = Decision(row: row)
            }
            return decisions
        }
    }

    /// The stored links: who is which entity.
    public func links() async throws -> [ObjectGUID: EntityID] {
        try await read { db in
            var links: [ObjectGUID: EntityID] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT guid, entity FROM link") {
                guard let guid = ObjectGUID(bytes: Array(row["guid"] as Data)) else { continue }
                links[guid] = EntityID(row["entity"])
            }
            return links
        }
    }

    /// Addresses that a person keeps only because of an earlier change: former primaries, and temporary ones of a swap.
    func heldAddresses() async throws -> [ObjectGUID: (former: Set<EmailAddress>, temporary: Set<EmailAddress>)] {
        try await read { db in
            var held: [ObjectGUID: (former: Set<EmailAddress>, temporary: Set<EmailAddress>)] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT guid, address, kind FROM held_address") {
                guard let guid = ObjectGUID(bytes: Array(row["guid"] as Data)),
                    let address = try? EmailAddress(row["address"])
                else { continue }
                if row["kind"] == HeldAddressKind.temporary.rawValue {
                    held[guid, default: ([], [])].temporary.insert(address)
                } else {
                    held[guid, default: ([], [])].former.insert(address)
                }
            }
            return held
        }
    }
}

enum HeldAddressKind: String { case former, temporary }

/// A person or an entity is linked to another already.
public struct LinkConflict: Error, Hashable, Sendable, CustomStringConvertible {
    public var guid: ObjectGUID
    public var entity: EntityID

    public var description: String {
        "objectGUID \(guid) cannot be linked to \(entity): one of the two is linked to another already"
    }
}

extension Decision {
    init?(row: Row) {
        guard let verdict = Verdict(rawValue: row["verdict"]) else { return nil }
        self.init(
            verdict: verdict, email: (row["email"] as String?).flatMap { try? EmailAddress($0) }, reason: row["reason"],
            by: row["decided_by"], at: Date(timeIntervalSince1970: row["decided_at"]), isSettled: row["settled"])
    }
}
