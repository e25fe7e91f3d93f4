// SPDX-License-Identifier: Apache-2.0
import PasswordPolicy
import WorkMail

// What changes users, with the past remembered.
extension LaggingOrganization {
    func updateUser(_ id: EntityID, profile: MailProfile) async throws {
        try await writing(id) { try await organization.updateUser(id, profile: profile) }
    }

    func deleteUser(_ id: EntityID) async throws {
        try await writing(id) { try await organization.deleteUser(id) }
    }

    func registerToWorkMail(_ id: EntityID, email: EmailAddress) async throws {
        try await writing(id) { try await organization.registerToWorkMail(id, email: email) }
    }

    func deregisterFromWorkMail(_ id: EntityID) async throws {
        try await writing(id) { try await organization.deregisterFromWorkMail(id) }
    }

    func updatePrimaryEmailAddress(_ id: EntityID, email: EmailAddress) async throws {
        try await writing(id) { try await organization.updatePrimaryEmailAddress(id, email: email) }
    }
}

// Everything else, as it is.
extension LaggingOrganization {
    func describeOrganization() async throws -> Organization { try await organization.describeOrganization() }

    func mailDomains() async throws -> [MailDomain] { try await organization.mailDomains() }

    func resetPassword(_ id: EntityID, password: Password) async throws {
        try await organization.resetPassword(id, password: password)
    }

    func createAlias(_ id: EntityID, alias: EmailAddress) async throws {
        try await organization.createAlias(id, alias: alias)
    }

    func deleteAlias(_ id: EntityID, alias: EmailAddress) async throws {
        try await organization.deleteAlias(id, alias: alias)
    }

    func listAliases(_ id: EntityID) async throws -> [EmailAddress] { try await organization.listAliases(id) }

    func describeEntity(_ email: EmailAddress) async throws -> AddressOwner? {
        try await organization.describeEntity(email)
    }

    func mailboxDetails(_ id: EntityID) async throws -> MailboxDetails { try await organization.mailboxDetails(id) }

    func updateMailboxQuota(_ id: EntityID, megabytes: Int) async throws {
        try await organization.updateMailboxQuota(id, megabytes: megabytes)
    }

    func listMailboxPermissions(_ id: EntityID) async throws -> [MailboxPermission] {
        try await organization.listMailboxPermissions(id)
    }

    func putMailboxPermissions(_ id: EntityID, grantee: EntityID, values: Set<PermissionType>) async throws {
        try await organization.putMailboxPermissions(id, grantee: grantee, values: values)
    }

    func deleteMailboxPermissions(_ id: EntityID, grantee: EntityID) async throws {
        try await organization.deleteMailboxPermissions(id, grantee: grantee)
    }

    func listMobileDeviceAccessOverrides(_ id: EntityID) async throws -> [MobileDeviceAccessOverride] {
        try await organization.listMobileDeviceAccessOverrides(id)
    }

    func putMobileDeviceAccessOverride(
        _ id: EntityID, deviceID: String, effect: MobileDeviceAccessEffect, description: String?
    ) async throws {
        try await organization.putMobileDeviceAccessOverride(
            id, deviceID: deviceID, effect: effect, description: description)
    }

    func deleteMobileDeviceAccessOverride(_ id: EntityID, deviceID: String) async throws {
        try await organization.deleteMobileDeviceAccessOverride(id, deviceID: deviceID)
    }
}
