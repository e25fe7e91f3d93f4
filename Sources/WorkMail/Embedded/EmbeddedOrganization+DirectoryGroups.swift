// SPDX-License-Identifier: Apache-2.0
import GRDB

extension EmbeddedOrganization {
    /// Names are taken as the directory tells them, unique there and not checked here. Members that could have no id in
    /// the service, such as `S-1-5-11` (everybody who has signed in), are left out.
    @discardableResult
    public func directoryHolds(groups: [DirectorySourcedGroup]) async throws -> Int {
        try requireDirectory(for: "DirectoryHolds")
        for group in groups { try Self.checkDirectoryID(group.id, of: "group \(group.name)") }
        let changed = try await read { db in
            let same = try db.cachedStatement(
                sql: "SELECT 1 FROM mailGroup WHERE id = ? AND name = ? COLLATE BINARY AND source = 'HELD'")
            return try groups.filter { group in
                guard try Int.fetchOne(same, arguments: [group.id.value, StoredText(group.name)]) != nil else {
                    return true
                }
                guard let members = Self.members(of: group) else { return false }
                return try !GroupMemberTable.isSame(members, of: group.id, in: db)
            }
        }
        guard !changed.isEmpty else { return 0 }
        try await write { db, _ in
            let put = try db.cachedStatement(
                sql: """
                    INSERT INTO mailGroup (id, name, state, source) VALUES (?, ?, 'DISABLED', 'HELD')
                    ON CONFLICT (id) DO UPDATE SET name = excluded.name, source = 'HELD',
                        state = CASE WHEN state = 'DELETED' THEN 'DISABLED' ELSE state END
                    """)
            for group in changed {
                try put.execute(arguments: [group.id.value, StoredText(group.name)])
                guard let members = Self.members(of: group) else { continue }
                try GroupMemberTable.replace(with: members, of: group.id, in: db)
            }
        }
        return changed.count
    }

    private static func members(of group: DirectorySourcedGroup) -> Set<EntityID>? {
        group.members.map { Set($0.filter(isDirectoryID)) }
    }
}
