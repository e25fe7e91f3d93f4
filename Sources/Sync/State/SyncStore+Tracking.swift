// SPDX-License-Identifier: Apache-2.0
public import Directory
import Foundation
import GRDB

extension SyncStore {
    /// Where the directory was read to; `nil` before the first full read, and when a version kept it that kept it otherwise.
    func trackingState() async throws -> TrackingState? { try await tracked("state") }

    /// What was found about the domain controller at the last full read.
    public func capabilityProfile() async throws -> CapabilityProfile? { try await tracked("profile") }

    private func tracked<Content: Decodable & Sendable>(_ name: String) async throws -> Content? {
        try await read { db in
            try String.fetchOne(db, sql: "SELECT content FROM tracking WHERE name = ?", arguments: [name])
                .flatMap { try? JSONDecoder().decode(Content.self, from: Data($0.utf8)) }
        }
    }

    /// To be called in the transaction of what the state says was read.
    static func keep(_ state: TrackingState, _ profile: CapabilityProfile?, at now: Date, in db: Database) throws {
        try keep(state, as: "state", at: now, in: db)
        if let profile { try keep(profile, as: "profile", at: now, in: db) }
    }

    private static func keep(_ content: some Encodable, as name: String, at now: Date, in db: Database) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = String(decoding: try encoder.encode(content), as: UTF8.self)
        try db.execute(
            sql: """
                INSERT INTO tracking VALUES (?1, ?2, ?3)
                ON CONFLICT (name) DO UPDATE SET saved = ?2, content = ?3 WHERE content IS NOT ?3
                """, arguments: [name, now.timeIntervalSince1970, text])
    }

    /// A few people in scope, others each time.
    func canaries(_ count: Int) async throws -> [Canary] {
        try await read { db in
            let most = try Int64.fetchOne(db, sql: "SELECT max(rowid) FROM person") ?? 0
            guard most > 0 else { return [] }
            var canaries: [Canary] = []
            for _ in 0..<count {
                let row = try Row.fetchOne(
                    db,
                    sql: """
                        SELECT guid, sam_account_name, mail IS NOT NULL AS has_mail FROM person
                        WHERE rowid >= ? AND presence = 'present' AND scope = 'inside' AND kind = 'person'
                          AND exclusion IS NOT 'unreadable' ORDER BY rowid LIMIT 1
                        """, arguments: [Int64.random(in: 1...most)])
                guard let row, let guid = ObjectGUID(bytes: Array(row["guid"] as Data)),
                    !canaries.contains(where: { $0.guid == guid })
                else { continue }
                canaries.append(Canary(guid: guid, name: row["sam_account_name"], hasMail: row["has_mail"]))
            }
            return canaries
        }
    }

    /// Somebody whose tombstone was seen, the latest one: it has to be there still.
    func someoneDeleted() async throws -> ObjectGUID? {
        try await read { db in
            try Data.fetchOne(
                db, sql: "SELECT guid FROM person WHERE presence = 'deleted' ORDER BY absent_since DESC LIMIT 1"
            ).flatMap { ObjectGUID(bytes: Array($0)) }
        }
    }
}
