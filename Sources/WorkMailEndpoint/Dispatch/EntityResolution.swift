// SPDX-License-Identifier: Apache-2.0
import WorkMail

/// Whom an identifier means. An id comes first, then an address where the operation takes one, then a name: what is
/// somebody's id never means somebody else.
extension ServedOrganization {
    /// A user by id, name or address. Throws `entityNotFound`.
    func user(_ identifier: String, takesAddress: Bool = true) async throws -> MailUserDetails {
        let entity = EntityID(identifier)
        if let details = try await found({ try await organization.describeUser(entity) }) { return details }
        if takesAddress, let owner = try await owner(of: identifier), owner.type == "USER" {
            return try await organization.describeUser(owner.id)
        }
        if let id = try await organization.users(named: identifier).first?.id {
            return try await organization.describeUser(id)
        }
        throw Self.nobody("user", identifier)
    }

    /// A group by id, name or address. Throws `entityNotFound`.
    func group(_ identifier: String, takesAddress: Bool = true) async throws -> MailGroup {
        let entity = EntityID(identifier)
        if let group = try await found({ try await organization.describeGroup(entity) }) { return group }
        if takesAddress, let owner = try await owner(of: identifier), owner.type == "GROUP" {
            return try await organization.describeGroup(owner.id)
        }
        if let id = try await organization.groups(named: identifier).first?.id {
            return try await organization.describeGroup(id)
        }
        throw Self.nobody("group", identifier)
    }

    /// A user or group by id, name or address. Throws `entityNotFound`.
    func entity(_ identifier: String, takesAddress: Bool = true) async throws -> EntityID {
        let entity = EntityID(identifier)
        if try await found({ try await organization.describeUser(entity) }) != nil { return entity }
        if try await found({ try await organization.describeGroup(entity) }) != nil { return entity }
        if takesAddress, let owner = try await owner(of: identifier) { return owner.id }
        if let id = try await organization.users(named: identifier).first?.id { return id }
        if let id = try await organization.groups(named: identifier).first?.id { return id }
        throw Self.nobody("user or group", identifier)
    }

    private func owner(of identifier: String) async throws -> AddressOwner? {
        guard let email = try? EmailAddress(identifier) else { return nil }
        return try await organization.describeEntity(email)
    }

    private func found<T>(_ look: () async throws -> T) async throws -> T? {
        do {
            return try await look()
        } catch MailOrganizationError.Code.entityNotFound {
            return nil
        }
    }

    private static func nobody(_ what: String, _ identifier: String) -> ServiceFault {
        ServiceFault(.entityNotFound, "The organization has no \(what) \(identifier).")
    }
}
