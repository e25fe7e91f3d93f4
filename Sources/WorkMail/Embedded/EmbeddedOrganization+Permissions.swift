// SPDX-License-Identifier: Apache-2.0
import GRDB

extension EmbeddedOrganization {
    public func listMailboxPermissions(_ id: EntityID) async throws -> [MailboxPermission] {
        try await read { db in
            let row = try UserRow.undeleted(id, for: "ListMailboxPermissions", in: db)
            return try PermissionTable.permissions(on: row.id, in: db)
        }
    }

    /// A DISABLED grantee is taken, a DELETED one is refused (`entityState`), and so is the mailbox's own user, to whom
    /// nothing can be given (`invalidParameter`).
    public func putMailboxPermissions(_ id: EntityID, grantee: EntityID, values: Set<PermissionType>) async throws {
        let operation = "PutMailboxPermissions"
        try requireMailboxWrites(for: operation)
        try Self.check(values, for: operation)
        try await write { db, _ in
            let row = try UserRow.enabled(id, for: operation, in: db)
            let member = try Member.undeleted(grantee, for: operation, in: db)
            try Self.put(values, to: member, on: row.id, for: operation, in: db)
        }
    }

    /// Throws `invalidParameter` for what cannot be given to that user or group.
    static func put(
        _ values: Set<PermissionType>, to member: Member, on id: EntityID, for operation: String, in db: Database
    ) throws {
        try check(values, for: operation)
        guard member.id != id else {
            throw MailOrganizationError(
                .invalidParameter, operation: operation, message: "the mailbox is \(member)'s own")
        }
        guard member.type == .user || !values.contains(.fullAccess) else {
            throw MailOrganizationError(
                .invalidParameter, operation: operation,
                message: "FULL_ACCESS cannot be given to \(member); give it to its members")
        }
        let permission = MailboxPermission(grantee: member.id, granteeType: member.type, values: values)
        try PermissionTable.put(permission, on: id, in: db)
    }

    public func deleteMailboxPermissions(_ id: EntityID, grantee: EntityID) async throws {
        let operation = "DeleteMailboxPermissions"
        try requireMailboxWrites(for: operation)
        try await write { db, _ in
            let row = try UserRow.enabled(id, for: operation, in: db)
            let member = try Member.of(grantee, for: operation, in: db)
            try PermissionTable.delete(member.id, on: row.id, in: db)
        }
    }

    private static func check(_ values: Set<PermissionType>, for operation: String) throws {
        let known: Set<PermissionType> = [.fullAccess, .sendAs, .sendOnBehalf]
        guard !values.isEmpty else {
            throw MailOrganizationError(
                .invalidParameter, operation: operation,
                message: "PermissionValues is empty; DeleteMailboxPermissions takes everything away")
        }
        guard let unknown = values.subtracting(known).min() else { return }
        throw MailOrganizationError(
            .invalidParameter, operation: operation,
            message: "\(unknown) is no permission; there are "
                + known.sorted().map(\.rawValue).joined(separator: ", "))
    }
}
