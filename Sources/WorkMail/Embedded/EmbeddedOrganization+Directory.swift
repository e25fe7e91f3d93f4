// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB

extension EmbeddedOrganization {
    /// Rows that are already so cost one indexed look-up each and no write lock. Names are taken as the directory tells
    /// them, unique there and not checked here. A user that had become DELETED because the directory had lost it, and
    /// is there again under its id (restored from the recycle bin), is DISABLED again.
    @discardableResult
    public func directoryHolds(_ users: [DirectorySourcedUser]) async throws -> Int {
        try requireDirectory(for: "DirectoryHolds")
        for user in users { try Self.checkDirectoryID(user.id, of: "user \(user.name)") }
        let changed: [(index: Int, record: Data)] = try await read { db in
            let same = try db.cachedStatement(
                sql: "SELECT 1 FROM user WHERE id = ? AND record = ? AND source = 'HELD'")
            var changed: [(index: Int, record: Data)] = []
            for (index, user) in users.enumerated() {
                let record = UserRecord.bytes(name: user.name, role: user.role, profile: user.profile)
                same.setUncheckedArguments([user.id.value, record])
                if try Int.fetchOne(same) == nil { changed.append((index, record)) }
            }
            return changed
        }
        guard !changed.isEmpty else { return 0 }
        try await write { db, _ in
            let put = try db.cachedStatement(
                sql: """
                    INSERT INTO user (id, name, displayName, record, state, source)
                    VALUES (?, ?, ?, ?, 'DISABLED', 'HELD')
                    ON CONFLICT (id) DO UPDATE SET
                        name = excluded.name, displayName = excluded.displayName, record = excluded.record,
                        state = CASE WHEN state = 'DELETED' THEN 'DISABLED' ELSE state END, source = 'HELD'
                    """)
            for (index, record) in changed {
                let user = users[index]
                put.setUncheckedArguments([user.id.value, user.name, user.profile.displayName, record])
                try put.execute()
            }
        }
        return changed.count
    }

    public func directoryLost(_ ids: [EntityID]) async throws {
        try requireDirectory(for: "DirectoryLost")
        guard !ids.isEmpty else { return }
        try await write { db, _ in
            let lose = try db.cachedStatement(
                sql: """
                    UPDATE user SET source = 'LOST',
                        state = CASE WHEN state = 'DISABLED' AND mailboxExpiresAt IS NULL THEN 'DELETED' ELSE state END
                    WHERE id = ? AND source = 'HELD'
                    """)
            let loseGroup = try db.cachedStatement(
                sql: """
                    UPDATE mailGroup SET source = 'LOST',
                        state = CASE WHEN state = 'DISABLED' AND addressesExpireAt IS NULL THEN 'DELETED' ELSE state END
                    WHERE id = ? AND source = 'HELD'
                    """)
            // Nobody has a right to a mailbox beyond being DELETED, nor when the directory has them back.
            let loseRights = try db.cachedStatement(
                sql: """
                    DELETE FROM mailboxPermission WHERE granteeID = :id
                    AND (EXISTS (SELECT 1 FROM user WHERE id = :id AND state = 'DELETED')
                        OR EXISTS (SELECT 1 FROM mailGroup WHERE id = :id AND state = 'DELETED'))
                    """)
            for id in ids where !id.value.utf8.contains(0) {
                try lose.execute(arguments: [id.value])
                try loseGroup.execute(arguments: [id.value])
                try loseRights.execute(arguments: ["id": id.value])
            }
        }
    }

    /// A longer or shorter id is none of the service's; and SQLite would read it only up to a NUL.
    static func isDirectoryID(_ id: EntityID) -> Bool {
        (12...256).contains(id.value.utf8.count) && !id.value.utf8.contains(0)
    }

    static func checkDirectoryID(_ id: EntityID, of who: String) throws {
        guard isDirectoryID(id) else {
            throw MailOrganizationError(
                .invalidParameter, operation: "DirectoryHolds",
                message: "\(id) of \(who) is no id: it must have 12 to 256 characters")
        }
    }

    func requireDirectory(for operation: String) throws {
        guard settings.directoryKind == .directoryBacked else {
            throw MailOrganizationError(
                .unsupportedOperation, operation: operation,
                message:
                    "the organization has a WorkMail directory: its users and groups are made by CreateUser and CreateGroup"
            )
        }
    }
}
