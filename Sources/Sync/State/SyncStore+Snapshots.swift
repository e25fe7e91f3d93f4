// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import GRDB
public import WorkMail

extension SyncStore {
    /// Keeps what a mailbox has, in the transaction of the intent to disable it.
    static func keep(_ snapshot: MailboxSnapshot, of id: EntityID, _ change: Change, in db: Database) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        try db.execute(
            sql: "INSERT OR REPLACE INTO snapshot (entity, guid, label, taken, content) VALUES (?, ?, ?, ?, ?)",
            arguments: [
                id.value, change.guid.map { Data($0.bytes) }, PersonRow.text(change.label),
                snapshot.taken.timeIntervalSince1970, String(decoding: try encoder.encode(snapshot), as: UTF8.self),
            ])
    }

    /// What disabled mailboxes had, by entity.
    public func snapshots() async throws -> [EntityID: MailboxSnapshot] {
        try await read { db in
            var snapshots: [EntityID: MailboxSnapshot] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT entity, content FROM snapshot") {
                snapshots[EntityID(row["entity"])] = try? JSONDecoder().decode(
                    MailboxSnapshot.self, from: Data((row["content"] as String).utf8))
            }
            return snapshots
        }
    }

    /// Forgets snapshots that have been given back, or whose mailboxes are gone.
    /// Whether the last thing that a run or an administrator did here about disabling a mailbox was done.
    func wasDisabled(_ id: EntityID) async throws -> Bool {
        try await read { db in
            try String.fetchOne(
                db,
                sql: """
                    SELECT result FROM journal WHERE entity = ? AND event = 'outcome'
                    AND operation = 'DeregisterFromWorkMail' ORDER BY id DESC LIMIT 1
                    """, arguments: [id.value]) == JournalRecord.done
        }
    }

    func forgetSnapshots(of ids: some Sequence<EntityID> & Sendable) async throws {
        let ids = Array(ids)
        guard !ids.isEmpty else { return }
        try await write { db in
            for id in ids { try db.execute(sql: "DELETE FROM snapshot WHERE entity = ?", arguments: [id.value]) }
        }
    }

    /// Users whom an administrator created here and who are in no directory.
    func usersCreatedHere() async throws -> Set<EntityID> {
        try await read { db in
            Set(
                try String.fetchAll(
                    db,
                    sql: """
                        SELECT entity FROM journal WHERE operation = 'CreateUser' AND guid IS NULL
                        AND event = 'outcome' AND result = 'done' AND entity IS NOT NULL
                        """
                ).map(EntityID.init(_:)))
        }
    }
}
