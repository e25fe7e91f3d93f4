// SPDX-License-Identifier: Apache-2.0
import GRDB

extension EmbeddedOrganization {
    /// An alias becomes the primary address and the two swap places; a new address leaves one more
    /// alias behind, so one with 100 aliases is refused. The address that already is the primary one is success, and
    /// takes over how its letters are written.
    public func updatePrimaryEmailAddress(_ id: EntityID, email: EmailAddress) async throws {
        let operation = "UpdatePrimaryEmailAddress"
        try requireOwnAddresses(for: operation)
        try await write { db, _ in
            let member = try Member.enabled(id, for: operation, in: db)
            try DomainTable.requireVerified(email.domain, for: operation, in: db)
            try AddressTable.requireFree(email, for: id, operation, in: db)
            if try AddressTable.owner(of: email, for: operation, in: db) == nil {
                try AddressTable.requireRoomForAlias(of: member, operation, in: db)
            }
            try AddressTable.makePrimaryAlias(of: member, in: db)
            try AddressTable.delete(email, in: db)
            try AddressTable.insert(email, of: member, isPrimary: true, in: db)
        }
    }

    /// An address that the user or group has already, as alias or as primary, is success.
    public func createAlias(_ id: EntityID, alias: EmailAddress) async throws {
        let operation = "CreateAlias"
        try requireOwnAddresses(for: operation)
        try requireMailboxWrites(for: operation)
        try await write { db, _ in
            let member = try Member.enabled(id, for: operation, in: db)
            try DomainTable.requireVerified(alias.domain, for: operation, in: db)
            try AddressTable.requireFree(alias, for: id, operation, in: db)
            guard try AddressTable.owner(of: alias, for: operation, in: db) == nil else { return }
            try AddressTable.requireRoomForAlias(of: member, operation, in: db)
            try AddressTable.insert(alias, of: member, isPrimary: false, in: db)
        }
    }

    /// Somebody else's address is not an alias of this one, and is left alone.
    public func deleteAlias(_ id: EntityID, alias: EmailAddress) async throws {
        let operation = "DeleteAlias"
        try requireOwnAddresses(for: operation)
        try requireMailboxWrites(for: operation)
        try await write { db, _ in
            let member = try Member.enabled(id, for: operation, in: db)
            let owner = try AddressTable.owner(of: alias, for: operation, in: db)
            guard let owner, owner.member.id == id else { return }
            guard !owner.isPrimary else {
                throw MailOrganizationError(
                    .invalidParameter, operation: operation,
                    message: "\(alias) is the primary address of \(member); change that first")
            }
            try AddressTable.delete(alias, in: db)
        }
    }

    /// With the primary address among them, as the service lists them (see
    /// `EmbeddedSettings.listsPrimaryAmongAliases`); of an enabled user or group only (`entityState`).
    public func listAliases(_ id: EntityID) async throws -> [EmailAddress] {
        let listsPrimary = settings.listsPrimaryAmongAliases
        return try await read { db in
            let member = try Member.enabled(id, for: "ListAliases", in: db)
            return try AddressTable.addresses(of: member, in: db).filter { listsPrimary || $0 != member.email }
        }
    }

    public func describeEntity(_ email: EmailAddress) async throws -> AddressOwner? {
        try await read { db in
            try AddressTable.owner(of: email, for: "DescribeEntity", in: db).map { owner in
                AddressOwner(id: owner.member.id, name: owner.member.name, type: owner.member.type.rawValue)
            }
        }
    }

    /// Aliases, quota and permissions: see `EmbeddedSettings.connectorRefusesMailboxWrites`.
    func requireMailboxWrites(for operation: String) throws {
        guard !settings.connectorRefusesMailboxWrites else {
            throw MailOrganizationError(
                .unsupportedOperation, operation: operation,
                message: "the organization's directory is only read, and so is what belongs to its mailboxes")
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
