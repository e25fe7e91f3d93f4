// SPDX-License-Identifier: Apache-2.0
import WorkMail

extension ServedOrganization {
    func getMailboxDetails(_ request: API.GetMailboxDetails) async throws -> API.GetMailboxDetails.Output {
        API.GetMailboxDetails.Output(try await organization.mailboxDetails(user(request.userID).user.id))
    }

    func updateMailboxQuota(_ request: API.UpdateMailboxQuota) async throws {
        try await organization.updateMailboxQuota(
            user(request.userID).user.id, megabytes: request.mailboxQuota)
    }

    func listMailboxPermissions(
        _ request: API.ListMailboxPermissions, _ listing: Listing
    ) async throws -> API.ListMailboxPermissions.Output {
        let permissions = try await organization.listMailboxPermissions(user(request.entityID).user.id)
        let page = listing.page(permissions) { $0.grantee.value }
        return API.ListMailboxPermissions.Output(page.rows, nextToken: page.nextToken)
    }

    func putMailboxPermissions(_ request: API.PutMailboxPermissions) async throws {
        try await organization.putMailboxPermissions(
            user(request.entityID).user.id, grantee: entity(request.granteeID),
            values: Set(request.permissionValues.map { PermissionType(rawValue: $0) }))
    }

    func deleteMailboxPermissions(_ request: API.DeleteMailboxPermissions) async throws {
        try await organization.deleteMailboxPermissions(
            user(request.entityID).user.id, grantee: entity(request.granteeID))
    }
}
