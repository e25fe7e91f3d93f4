// SPDX-License-Identifier: Apache-2.0

extension HostedOrganization {
    public func mailboxDetails(_ id: EntityID) async throws -> MailboxDetails {
        let answer = try await call(API.GetMailboxDetails(organizationID: organizationID, userID: id.value))
        return MailboxDetails(
            quotaMegabytes: answer.mailboxQuota ?? MailboxTable.defaultQuotaMegabytes,
            sizeMegabytes: answer.mailboxSize ?? 0)
    }

    public func updateMailboxQuota(_ id: EntityID, megabytes: Int) async throws {
        let request = API.UpdateMailboxQuota(
            organizationID: organizationID, userID: id.value, mailboxQuota: megabytes)
        _ = try await change(request) { try await self.mailboxDetails(id).quotaMegabytes == megabytes }
    }

    public func listMailboxPermissions(_ id: EntityID) async throws -> [MailboxPermission] {
        var permissions: [MailboxPermission] = []
        try await forEachPage(of: API.ListMailboxPermissions.name) { token in
            let answer = try await call(
                API.ListMailboxPermissions(
                    organizationID: organizationID, entityID: id.value, nextToken: token, maxResults: Self.pageSize))
            return Page(elements: answer.permissions ?? [], nextToken: answer.nextToken)
        } identity: {
            $0.granteeID
        } body: {
            permissions += $0.map(MailboxPermission.init)
        }
        return permissions.sorted { $0.grantee < $1.grantee }
    }

    public func putMailboxPermissions(_ id: EntityID, grantee: EntityID, values: Set<PermissionType>) async throws {
        let request = API.PutMailboxPermissions(
            organizationID: organizationID, entityID: id.value, granteeID: grantee.value,
            permissionValues: values.sorted().map(\.rawValue))
        _ = try await change(request) {
            try await self.listMailboxPermissions(id).contains { $0.grantee == grantee && $0.values == values }
        }
    }

    public func deleteMailboxPermissions(_ id: EntityID, grantee: EntityID) async throws {
        let request = API.DeleteMailboxPermissions(
            organizationID: organizationID, entityID: id.value, granteeID: grantee.value)
        _ = try await change(request) {
            try await !self.listMailboxPermissions(id).contains { $0.grantee == grantee }
        }
    }
}
