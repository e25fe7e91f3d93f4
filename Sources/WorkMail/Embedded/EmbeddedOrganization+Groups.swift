// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB

extension EmbeddedOrganization {
    public func createGroup(name: String, hiddenFromGlobalAddressList: Bool) async throws -> EntityID {
        let operation = "CreateGroup"
        guard settings.directoryKind == .workMail else { throw Self.readOnlyGroup(operation) }
        try PrintableText("the name", 1...256).check(name, for: operation)
        let id = EntityID(UUID().uuidString.lowercased())
        try await write { db, _ in
            try NameSpace.requireFree(name, for: operation, in: db)
            try db.execute(
                sql: "INSERT INTO mailGroup (id, name, state, source) VALUES (?, ?, 'DISABLED', 'OWN')",
                arguments: [id.value, name])
        }
        return id
    }

    /// Deleting a DELETED group is success: it is already so.
    public func deleteGroup(_ id: EntityID) async throws {
        let operation = "DeleteGroup"
        try await write { db, _ in
            let row = try GroupRow.of(id, for: operation, in: db)
            guard row.source == .own else { throw Self.readOnlyGroup(operation, row) }
            guard row.state != .deleted else { return }
            guard row.state == .disabled else {
                throw MailOrganizationError(
                    .entityState, operation: operation,
                    message: "group \(row.name) (\(id)) is \(row.state); disable it first")
            }
            try db.execute(sql: "UPDATE mailGroup SET state = 'DELETED' WHERE id = ?", arguments: [id.value])
            try PermissionTable.deleteGrantee(id, in: db)
        }
    }

    /// Names are taken as the directory tells them, unique there and not checked here.
    @discardableResult
    public func directoryHolds(groups: [DirectorySourcedGroup]) async throws -> Int {
        try requireDirectory(for: "DirectoryHolds")
        for group in groups { try Self.checkDirectoryID(group.id, of: "group \(group.name)") }
        let changed = try await read { db in
            let same = try db.cachedStatement(
                sql: "SELECT 1 FROM mailGroup WHERE id = ? AND name = ? COLLATE BINARY AND source = 'HELD'")
            return try groups.filter { group in
                try Int.fetchOne(same, arguments: [group.id.value, StoredText(group.name)]) == nil
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
            for group in changed { try put.execute(arguments: [group.id.value, StoredText(group.name)]) }
        }
        return changed.count
    }

    private static func readOnlyGroup(_ operation: String, _ row: GroupRow? = nil) -> MailOrganizationError {
        let what = row.map { "group \($0.name) (\($0.id))" } ?? "a group"
        return MailOrganizationError(
            .unsupportedOperation, operation: operation,
            message: "\(what) of a directory-backed organization is made, changed and removed in the directory")
    }
}
