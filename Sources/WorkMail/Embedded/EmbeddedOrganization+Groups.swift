// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB

extension EmbeddedOrganization {
    public func listGroups(_ filter: GroupsFilter?, limit: Int, after token: String?) async throws -> Page<MailGroup> {
        let request = try ListingRequest(
            "ListGroups", of: organizationID, filter?.words ?? [], limit: limit, after: token)
        let (condition, arguments) = filter?.condition ?? ("1", [])
        let sql = "\(GroupRow.columns) WHERE g.id > ? AND \(condition) ORDER BY g.id LIMIT ?"
        let all = StatementArguments([request.lastID.value]) + arguments + StatementArguments([limit + 1])
        let rows = try await read { try GroupRow.fetchAll($0.cachedStatement(sql: sql), arguments: all).map(\.listed) }
        return request.page(of: rows, id: \.id)
    }

    public func describeGroup(_ id: EntityID) async throws -> MailGroup {
        try await read { try GroupRow.of(id, for: "DescribeGroup", in: $0).described }
    }

    public func createGroup(name: String, hiddenFromGlobalAddressList: Bool) async throws -> EntityID {
        let operation = "CreateGroup"
        guard settings.directoryKind == .workMail else { throw Self.readOnlyGroup(operation) }
        try PrintableText("the name", 1...256).check(name, for: operation)
        let id = EntityID(UUID().uuidString.lowercased())
        try await write { db, _ in
            try NameSpace.requireFree(name, for: operation, in: db)
            try db.execute(
                sql: "INSERT INTO mailGroup (id, name, isHidden, state, source) VALUES (?, ?, ?, 'DISABLED', 'OWN')",
                arguments: [id.value, name, hiddenFromGlobalAddressList])
        }
        return id
    }

    public func updateGroup(_ id: EntityID, hiddenFromGlobalAddressList: Bool) async throws {
        let operation = "UpdateGroup"
        try await write { db, _ in
            let row = try GroupRow.of(id, for: operation, in: db)
            guard row.source == .own else { throw Self.readOnlyGroup(operation, row) }
            _ = try GroupRow.undeleted(id, for: operation, in: db)
            try db.execute(
                sql: "UPDATE mailGroup SET isHidden = ? WHERE id = ?",
                arguments: [hiddenFromGlobalAddressList, id.value])
        }
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
            try db.execute(
                sql: "UPDATE mailGroup SET state = 'DELETED', addressesExpireAt = NULL WHERE id = ?",
                arguments: [id.value])
            try FormerAddressTable.forget(of: Member(row), in: db)
            try PermissionTable.deleteGrantee(id, in: db)
            try GroupMemberTable.deleteAll(of: id, in: db)
        }
    }

    /// The refusal of a write that only the directory can do.
    static func readOnlyGroup(_ operation: String, _ row: GroupRow? = nil) -> MailOrganizationError {
        let what = row.map { "group \($0.name) (\($0.id))" } ?? "a group"
        return MailOrganizationError(
            .unsupportedOperation, operation: operation,
            message: "\(what) of a directory-backed organization is made, changed and removed in the directory")
    }
}
