// SPDX-License-Identifier: Apache-2.0
import WorkMail

extension ServedOrganization {
    func listGroups(_ request: API.ListGroups, _ listing: Listing) async throws -> API.ListGroups.Output {
        let given: [GroupsFilter] = [
            request.filters?.namePrefix.map { .namePrefix($0) },
            request.filters?.primaryEmailPrefix.map { .primaryEmailPrefix($0) },
            request.filters?.state.map { .state(EntityState(rawValue: $0)) },
        ].compactMap { $0 }
        try Self.requireOneFilter(given.count)
        let page = try await organization.listGroups(given.first, limit: listing.limit, after: listing.cursor)
        return API.ListGroups.Output(page.elements, nextToken: listing.token(after: page.nextToken))
    }

    func describeGroup(_ request: API.DescribeGroup) async throws -> API.DescribeGroup.Output {
        API.DescribeGroup.Output(try await group(request.groupID))
    }

    func createGroup(_ request: API.CreateGroup) async throws -> API.CreateGroup.Output {
        API.CreateGroup.Output(
            try await organization.createGroup(
                name: request.name, hiddenFromGlobalAddressList: request.hiddenFromGlobalAddressList ?? false))
    }

    /// A flag that is left out stays as it is; the group has to be there all the same.
    func updateGroup(_ request: API.UpdateGroup) async throws {
        let group = try await group(request.groupID)
        guard let hidden = request.hiddenFromGlobalAddressList ?? group.hiddenFromGlobalAddressList else { return }
        try await organization.updateGroup(group.id, hiddenFromGlobalAddressList: hidden)
    }

    /// By id or name.
    func deleteGroup(_ request: API.DeleteGroup) async throws {
        try await organization.deleteGroup(group(request.groupID, takesAddress: false).id)
    }
}
