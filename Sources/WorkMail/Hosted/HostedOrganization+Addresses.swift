// SPDX-License-Identifier: Apache-2.0

extension HostedOrganization {
    public func updatePrimaryEmailAddress(_ id: EntityID, email: EmailAddress) async throws {
        let request = API.UpdatePrimaryEmailAddress(
            organizationID: organizationID, entityID: id.value, email: email.text)
        _ = try await change(request, saysSo: [.emailAddressInUse]) {
            try await self.standing(of: id)?.email == email
        }
    }

    public func createAlias(_ id: EntityID, alias: EmailAddress) async throws {
        let request = API.CreateAlias(organizationID: organizationID, entityID: id.value, alias: alias.text)
        _ = try await change(request, saysSo: [.emailAddressInUse, .limitExceeded]) {
            try await self.owns(id, alias)
        }
    }

    public func deleteAlias(_ id: EntityID, alias: EmailAddress) async throws {
        let request = API.DeleteAlias(organizationID: organizationID, entityID: id.value, alias: alias.text)
        _ = try await change(request, saysSo: [.invalidParameter, .entityNotFound]) {
            try await !self.owns(id, alias)
        }
    }

    public func listAliases(_ id: EntityID) async throws -> [EmailAddress] {
        var aliases: [EmailAddress] = []
        try await forEachPage(of: API.ListAliases.name) { token in
            let answer = try await call(
                API.ListAliases(
                    organizationID: organizationID, entityID: id.value, nextToken: token, maxResults: Self.pageSize))
            return Page(elements: answer.aliases ?? [], nextToken: answer.nextToken)
        } identity: {
            $0
        } body: {
            aliases += $0.map(EmailAddress.init(ofService:))
        }
        return aliases
    }

    public func describeEntity(_ email: EmailAddress) async throws -> AddressOwner? {
        do {
            let answer = try await call(API.DescribeEntity(organizationID: organizationID, email: email.text))
            guard let id = answer.entityID else { return nil }
            return AddressOwner(id: EntityID(id), name: answer.name ?? "", type: answer.type ?? "")
        } catch MailOrganizationError.Code.entityNotFound { return nil }
    }
}
