// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import GRDB
import WorkMail

/// What the state database knows about a user of the organization.
struct KnownEntity: Sendable {
    var person: ExportedPerson?
    var snapshot: MailboxSnapshot?
    var createdHere = false
    /// What is there and cannot be read.
    var unread: [String] = []
}

extension SyncStore {
    /// What is known about these users, in one reading: a page of the organization's listing.
    func known(about ids: [EntityID]) async throws -> [EntityID: KnownEntity] {
        try await read { db in
            var known: [EntityID: KnownEntity] = [:]
            for id in ids { known[id] = try Self.known(about: id, in: db) }
            return known
        }
    }

    /// Everybody about whom something was decided, page by page in the order of their objectGUIDs.
    /// - Parameter guid: the last one of the page before.
    func decided(after guid: ObjectGUID?, limit: Int) async throws -> [(guid: ObjectGUID, person: ExportedPerson)] {
        try await read { db in
            let guids = try Data.fetchAll(
                db, sql: "SELECT guid FROM decision WHERE guid > ? ORDER BY guid LIMIT ?",
                arguments: [guid.map { Data($0.bytes) } ?? Data(), limit])
            return try guids.compactMap { guid in
                guard let id = ObjectGUID(bytes: Array(guid)) else { return nil }
                return (id, try Self.person(id, in: db))
            }
        }
    }

    private static func known(about id: EntityID, in db: Database) throws -> KnownEntity {
        var known = KnownEntity()
        let link = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT guid, origin FROM link WHERE entity = ?"), arguments: [id.value])
        // Without a link of either the account of a directory is whose SID it has, as everywhere.
        let sameSID = """
            SELECT guid FROM person WHERE sid = ? AND guid NOT IN (SELECT guid FROM link)
            ORDER BY presence <> 'present', guid LIMIT 1
            """
        let guid: Data? =
            try link?["guid"] ?? Data.fetchOne(db.cachedStatement(sql: sameSID), arguments: [id.value])
        if let guid, let guid = ObjectGUID(bytes: Array(guid)) {
            known.person = try person(guid, in: db)
            known.person?.linkedBy = link?["origin"]
        }
        let snapshot = "SELECT content FROM snapshot WHERE entity = ?"
        if let content = try String.fetchOne(db.cachedStatement(sql: snapshot), arguments: [id.value]) {
            do {
                known.snapshot = try JSONDecoder().decode(MailboxSnapshot.self, from: Data(content.utf8))
            } catch {
                known.unread.append("snapshot: the state database's is damaged")
            }
        }
        let created = """
            SELECT 1 FROM journal WHERE entity = ? AND operation = 'CreateUser' AND guid IS NULL
            AND event = 'outcome' AND result = 'done'
            """
        known.createdHere = try Int.fetchOne(db.cachedStatement(sql: created), arguments: [id.value]) != nil
        return known
    }

    private static func person(_ guid: ObjectGUID, in db: Database) throws -> ExportedPerson {
        let key = Data(guid.bytes)
        func row(_ table: String) throws -> Row? {
            try Row.fetchOne(db.cachedStatement(sql: "SELECT * FROM \(table) WHERE guid = ?"), arguments: [key])
        }
        let held = try db.cachedStatement(
            sql: "SELECT address, kind FROM held_address WHERE guid = ? ORDER BY address_key")
        return ExportedPerson(
            objectGUID: guid.description, origin: try row("person").map { .init(try PersonRow.person($0)) },
            decision: try row("decision").flatMap(Decision.init(row:)).map { .init($0) },
            heldAddresses: try Row.fetchAll(held, arguments: [key]).map {
                .init(address: $0["address"], kind: $0["kind"])
            }
        )
    }
}
