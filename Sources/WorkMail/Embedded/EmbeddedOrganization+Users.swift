// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB
public import PasswordPolicy

extension EmbeddedOrganization {
    public func listUsers(_ filter: UsersFilter?, limit: Int, after token: String?) async throws -> Page<MailUser> {
        let request = try ListingRequest(
            "ListUsers", of: organizationID, filter?.words ?? [], limit: limit, after: token)
        let (condition, arguments) = filter?.condition ?? ("1", [])
        let sql = "\(UserRow.columns) WHERE u.id > ? AND \(condition) ORDER BY u.id LIMIT ?"
        let all = StatementArguments([request.lastID.value]) + arguments + StatementArguments([limit + 1])
        let rows = try await read { try UserRow.fetchAll($0.cachedStatement(sql: sql), arguments: all).map(\.user) }
        return request.page(of: rows, id: \.id)
    }

    public func describeUser(_ id: EntityID) async throws -> MailUserDetails {
        try await read { try UserRow.of(id, for: "DescribeUser", in: $0).details }
    }

    public func createUser(
        name: String, displayName: String, firstName: String, lastName: String, password: Password?
    ) async throws -> EntityID {
        let operation = "CreateUser"
        guard settings.directoryKind == .workMail else { throw Self.readOnlyDirectory(operation) }
        try UserNameRule(limit: settings.nameLimit).check(name, for: operation)
        var profile = MailProfile()
        profile.displayName = displayName
        profile.firstName = firstName
        profile.lastName = lastName
        try profile.check(for: operation)
        guard !displayName.isEmpty else {
            throw MailOrganizationError(.invalidParameter, operation: operation, message: "DisplayName is empty")
        }
        let id = EntityID(UUID().uuidString.lowercased())
        let record = UserRecord(name: name, role: .user, profile: profile)
        let hash: PasswordHash? =
            if let password { try await hash(password, for: operation) } else { nil }
        try await write { db, _ in
            try NameSpace.requireFree(name, for: operation, in: db)
            try db.execute(
                sql: """
                    INSERT INTO user (id, name, displayName, record, state, source)
                    VALUES (?, ?, ?, ?, 'DISABLED', 'OWN')
                    """, arguments: [id.value, name, displayName, record.bytes])
            if let hash { try CredentialTable.put(hash, of: id, in: db) }
        }
        return id
    }

    /// See `EmbeddedSettings.updateUserReplaces`.
    public func updateUser(_ id: EntityID, profile: MailProfile) async throws {
        let operation = "UpdateUser"
        try profile.check(for: operation)
        let replaces = settings.updateUserReplaces
        try await write { db, _ in
            let row = try UserRow.of(id, for: operation, in: db)
            guard row.source == .own else { throw Self.readOnlyDirectory(operation, row) }
            guard row.state != .deleted else { throw Self.isDeleted(row, operation) }
            let profile = replaces ? profile : profile.patching(row.record.profile)
            let record = UserRecord(name: row.record.name, role: row.record.role, profile: profile)
            try db.execute(
                sql: "UPDATE user SET displayName = ?, record = ? WHERE id = ?",
                arguments: [profile.displayName, record.bytes, id.value])
        }
    }

    /// Deleting a DELETED user is success: it is already so. The mailbox's 30 days run on, but nothing brings it back.
    public func deleteUser(_ id: EntityID) async throws {
        let operation = "DeleteUser"
        try await write { db, _ in
            let row = try UserRow.of(id, for: operation, in: db)
            guard row.source == .own else { throw Self.readOnlyDirectory(operation, row) }
            guard row.state != .deleted else { return }
            guard row.state == .disabled else {
                throw MailOrganizationError(
                    .entityState, operation: operation,
                    message: "user \(row.record.name) (\(id)) is \(row.state); disable it first")
            }
            try FormerAddressTable.forget(of: Member(row), in: db)
            try CredentialTable.delete(of: id, in: db)
            try PermissionTable.deleteGrantee(id, in: db)
            try GroupMemberTable.deleteAll(of: id, in: db)
            try db.execute(sql: "UPDATE user SET state = 'DELETED' WHERE id = ?", arguments: [id.value])
        }
    }

    static func isDeleted(_ row: UserRow, _ operation: String) -> MailOrganizationError {
        MailOrganizationError(
            .entityState, operation: operation, message: "user \(row.record.name) (\(row.id)) is DELETED")
    }

    /// The refusal of a write that only the directory can do.
    private static func readOnlyDirectory(_ operation: String, _ row: UserRow? = nil) -> MailOrganizationError {
        let who = row.map { "user \($0.record.name) (\($0.id))" } ?? "a user"
        return MailOrganizationError(
            .unsupportedOperation, operation: operation,
            message: "\(who) of a directory-backed organization is made, changed and removed in the directory")
    }
}
