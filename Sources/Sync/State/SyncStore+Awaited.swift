// SPDX-License-Identifier: Apache-2.0
public import Directory
import Foundation
import GRDB

extension SyncStore {
    /// Everybody approved whom the organization did not list when it was last looked.
    public func awaited() async throws -> [ObjectGUID: Awaited] {
        try await read { db in
            var awaited: [ObjectGUID: Awaited] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT * FROM awaited") {
                guard let guid = ObjectGUID(bytes: Array(row["guid"] as Data)) else { continue }
                awaited[guid] = Awaited(
                    since: Date(timeIntervalSince1970: row["since"]), looks: max(row["looks"], 1),
                    lastLook: Date(timeIntervalSince1970: row["last_look"]))
            }
            return awaited
        }
    }

    /// Remembers these and nobody else. Writes nothing when that is what is remembered.
    func keep(awaited: [ObjectGUID: Awaited]) async throws {
        guard try await self.awaited() != awaited else { return }
        try await write { db in
            try db.execute(sql: "DELETE FROM awaited")
            for (guid, entry) in awaited {
                try db.execute(
                    sql: "INSERT INTO awaited VALUES (?, ?, ?, ?)",
                    arguments: [
                        Data(guid.bytes), entry.since.timeIntervalSince1970, entry.looks,
                        entry.lastLook.timeIntervalSince1970,
                    ])
            }
        }
    }
}
