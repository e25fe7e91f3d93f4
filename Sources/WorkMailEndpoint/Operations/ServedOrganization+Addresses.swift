// SPDX-License-Identifier: Apache-2.0
import WorkMail

// CreateAlias, DeleteAlias and ListAliases take ids only.
extension ServedOrganization {
    func updatePrimaryEmailAddress(_ request: API.UpdatePrimaryEmailAddress) async throws {
        let id = try await entity(request.entityID)
        try await organization.updatePrimaryEmailAddress(id, email: EmailAddress(request.email))
    }

    func createAlias(_ request: API.CreateAlias) async throws {
        try await organization.createAlias(EntityID(request.entityID), alias: EmailAddress(request.alias))
    }

    func deleteAlias(_ request: API.DeleteAlias) async throws {
        try await organization.deleteAlias(EntityID(request.entityID), alias: EmailAddress(request.alias))
    }

    func listAliases(_ request: API.ListAliases, _ listing: Listing) async throws -> API.ListAliases.Output {
        let page = listing.page(try await organization.listAliases(EntityID(request.entityID))) { $0.key }
        return API.ListAliases.Output(page.rows, nextToken: page.nextToken)
    }

    func describeEntity(_ request: API.DescribeEntity) async throws -> API.DescribeEntity.Output {
        let email = try EmailAddress(request.email)
        guard let owner = try await organization.describeEntity(email) else {
            throw ServiceFault(.entityNotFound, "Nobody has the address \(email).")
        }
        return API.DescribeEntity.Output(owner)
    }
}
