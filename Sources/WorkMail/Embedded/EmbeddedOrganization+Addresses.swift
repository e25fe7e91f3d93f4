// SPDX-License-Identifier: Apache-2.0
import GRDB

extension EmbeddedOrganization {
    /// An alias of the user becomes the primary address and the two swap places; a new address leaves one more
    /// alias behind, so a user with 100 aliases is refused. The address that already is the primary one is success, and
    /// takes over how its letters are written.
    public func updatePrimaryEmailAddress(_ id: EntityID, email: EmailAddress) async throws {
        let operation = "UpdatePrimaryEmailAddress"
        try requireOwnAddresses(for: operation)
        try await write { db, _ in
            let row = try UserRow.enabled(id, for: operation, in: db)
            try DomainTable.requireVerified(email.domain, for: operation, in: db)
            try AddressTable.requireFree(email, for: id, operation, in: db)
            if try AddressTable.owner(of: email, in: db) == nil {
                try AddressTable.requireRoomForAlias(of: row, operation, in: db)
            }
            try db.execute(
                sql: "UPDATE address SET isPrimary = 0 WHERE userID = ? AND isPrimary", arguments: [id.value])
            try AddressTable.delete(email, in: db)
            try AddressTable.insert(email, of: id, isPrimary: true, in: db)
        }
    }

    /// An address that the user has already, as alias or as primary, is success.
    public func createAlias(_ id: EntityID, alias: EmailAddress) async throws {
        let operation = "CreateAlias"
        try requireOwnAddresses(for: operation)
        try await write { db, _ in
            let row = try UserRow.enabled(id, for: operation, in: db)
            try DomainTable.requireVerified(alias.domain, for: operation, in: db)
            try AddressTable.requireFree(alias, for: id, operation, in: db)
            guard try AddressTable.owner(of: alias, in: db) == nil else { return }
            try AddressTable.requireRoomForAlias(of: row, operation, in: db)
            try AddressTable.insert(alias, of: id, isPrimary: false, in: db)
        }
    }

    /// Another user's address is not an alias of this one, and is left alone.
    public func deleteAlias(_ id: EntityID, alias: EmailAddress) async throws {
        let operation = "DeleteAlias"
        try requireOwnAddresses(for: operation)
        try await write { db, _ in
            let row = try UserRow.enabled(id, for: operation, in: db)
            guard let owner = try AddressTable.owner(of: alias, in: db), owner.id == id else { return }
            guard !owner.isPrimary else {
                throw MailOrganizationError(
                    .invalidParameter, operation: operation,
                    message: "\(alias) is the primary address of user \(row.record.name) (\(id)); change that first")
            }
            try AddressTable.delete(alias, in: db)
        }
    }

    /// With the primary address among them, as the service lists them; of an enabled user only (`entityState`).
    public func listAliases(_ id: EntityID) async throws -> [EmailAddress] {
        try await read { db in
            let row = try UserRow.enabled(id, for: "ListAliases", in: db)
            return try AddressTable.addresses(of: row.id, in: db)
        }
    }

    public func describeEntity(_ email: EmailAddress) async throws -> AddressOwner? {
        try await read { db in
            try AddressTable.owner(of: email, in: db).map { AddressOwner(id: $0.id, name: $0.name, type: "USER") }
        }
    }

    private func requireOwnAddresses(for operation: String) throws {
        guard !settings.interoperabilityEnabled else {
            throw MailOrganizationError(
                .unsupportedOperation, operation: operation,
                message: "with interoperability the addresses are kept in Exchange; change them there")
        }
    }
}
