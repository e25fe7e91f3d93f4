// SPDX-License-Identifier: Apache-2.0
import WorkMail

/// What those are called who have rights on a mailbox: the service lists their ids only.
enum GranteeNames {
    /// By id, without those who are gone.
    static func of(
        _ permissions: [MailboxPermission], in organization: any MailOrganization
    ) async throws -> [EntityID: String] {
        guard !permissions.isEmpty else { return [:] }
        var names: [EntityID: String] = [:]
        for group in try await organization.listGroups() where group.state != .deleted { names[group.id] = group.name }
        for permission in permissions where names[permission.grantee] == nil {
            do {
                let user = try await organization.describeUser(permission.grantee).user
                if user.state != .deleted { names[permission.grantee] = user.name }
            } catch MailOrganizationError.Code.entityNotFound {
                continue
            }
        }
        return names
    }
}
