// SPDX-License-Identifier: Apache-2.0
public import Directory
import Foundation
import GRDB

extension SyncStore {
    /// Keeps the policy that was read for somebody, or for `nil` the domain's own.
    func keep(_ reading: PasswordPolicyReading, of user: ObjectGUID?) async throws {
        let content = String(decoding: try JSONEncoder().encode(reading), as: UTF8.self)
        try await write { db in
            try db.execute(
                sql: "INSERT OR REPLACE INTO password_policy (guid, read, content) VALUES (?, ?, ?)",
                arguments: [Data(user?.bytes ?? []), reading.readAt.timeIntervalSince1970, content])
        }
    }

    /// The policy as it was last read; `nil` when it never was, or by a version that kept it otherwise.
    public func passwordPolicy(of user: ObjectGUID?) async throws -> PasswordPolicyReading? {
        try await read { db in
            try String.fetchOne(
                db, sql: "SELECT content FROM password_policy WHERE guid = ?", arguments: [Data(user?.bytes ?? [])]
            ).flatMap { try? JSONDecoder().decode(PasswordPolicyReading.self, from: Data($0.utf8)) }
        }
    }
}
