// SPDX-License-Identifier: Apache-2.0
import WorkMail

/// Makes the call that a change stands for. A refusal that says "it is so already" counts as success once that has been
/// looked at.
struct Call {
    let organization: any MailOrganization

    /// - Returns: the entity the change was about.
    func make(_ change: Change) async throws -> EntityID? {
        if case .createUser(let user) = change.operation {
            return try await organization.createUser(
                name: user.name, displayName: user.displayName, firstName: user.firstName, lastName: user.lastName,
                password: nil)
        }
        guard let id = change.entity else { return nil }
        switch change.operation {
        case .createUser: break
        case .register(let email): try await register(id, email)
        case .deregister: try await deregister(id)
        case .deleteUser: try await organization.deleteUser(id)
        case .updateUser(let edit):
            // The service takes whole profiles only.
            let profile = try await organization.describeUser(id).profile
            try await organization.updateUser(id, profile: edit.applied(to: profile))
        case .updatePrimary(_, let to): try await organization.updatePrimaryEmailAddress(id, email: to)
        case .createAlias(let alias): try await organization.createAlias(id, alias: alias)
        case .deleteAlias(let alias): try await organization.deleteAlias(id, alias: alias)
        case .updateQuota(_, let megabytes): try await organization.updateMailboxQuota(id, megabytes: megabytes)
        case .putPermissions(let grantee, _, let values):
            try await organization.putMailboxPermissions(id, grantee: grantee.id, values: values)
        case .deletePermissions(let grantee, _):
            try await organization.deleteMailboxPermissions(id, grantee: grantee.id)
        case .putDeviceOverride(let device, _, let effect):
            try await organization.putMobileDeviceAccessOverride(
                id, deviceID: device, effect: effect, description: change.reason)
        case .deleteDeviceOverride(let device, _):
            try await organization.deleteMobileDeviceAccessOverride(id, deviceID: device)
        case .removeDevice(let device): try await devices(change).removeMobileDevice(id, deviceID: device)
        case .wipeDevice(let device): try await devices(change).wipeMobileDevice(id, deviceID: device)
        }
        return id
    }

    private func register(_ id: EntityID, _ email: EmailAddress) async throws {
        do {
            try await organization.registerToWorkMail(id, email: email)
        } catch MailOrganizationError.Code.entityAlreadyRegistered {
            let actual = try await organization.describeUser(id).user.email
            guard actual == email else {
                throw MailOrganizationError(
                    .entityAlreadyRegistered, operation: "RegisterToWorkMail",
                    message: "enabled already, with the address \(actual?.text ?? "none")")
            }
        }
    }

    private func deregister(_ id: EntityID) async throws {
        do {
            try await organization.deregisterFromWorkMail(id)
        } catch MailOrganizationError.Code.entityState {
            guard try await organization.describeUser(id).user.state != .enabled else {
                throw MailOrganizationError(
                    .entityState, operation: "DeregisterFromWorkMail", message: "refused, and still enabled")
            }
        }
    }

    private func devices(_ change: Change) throws -> any MobileDeviceOrganization {
        if let devices = organization as? any MobileDeviceOrganization { return devices }
        throw MailOrganizationError(
            .unsupportedOperation, operation: change.operationName, message: "the service's API has no such operation")
    }
}
