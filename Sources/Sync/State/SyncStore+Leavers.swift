// SPDX-License-Identifier: Apache-2.0
public import Directory
public import Foundation
import GRDB

extension SyncStore {
    /// Since when a run knows of each person with a mailbox that they left.
    public func leavers() async throws -> [ObjectGUID: Date] {
        try await read { db in
            var leavers: [ObjectGUID: Date] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT guid, since FROM leaver") {
                guard let guid = ObjectGUID(bytes: Array(row["guid"] as Data)) else { continue }
                leavers[guid] = Date(timeIntervalSince1970: row["since"])
            }
            return leavers
        }
    }

    /// Remembers who is a leaver now, and forgets who is none any more: somebody who came back begins anew. Writes
    /// nothing when that is what is remembered.
    func keep(leavers: [ObjectGUID: LeaverCause], at now: Date) async throws {
        let known = try await self.leavers()
        guard Set(known.keys) != Set(leavers.keys) else { return }
        try await write { db in
            for guid in known.keys where leavers[guid] == nil {
                try db.execute(sql: "DELETE FROM leaver WHERE guid = ?", arguments: [Data(guid.bytes)])
            }
            for (guid, cause) in leavers where known[guid] == nil {
                try db.execute(
                    sql: "INSERT INTO leaver (guid, cause, since) VALUES (?, ?, ?)",
                    arguments: [
                        Data(guid.bytes), cause.policyCause?.rawValue ?? "missing", now.timeIntervalSince1970,
                    ])
            }
        }
    }
}
