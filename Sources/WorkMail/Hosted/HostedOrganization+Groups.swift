// SPDX-License-Identifier: Apache-2.0

extension HostedOrganization {
    public func listGroups(_ filter: GroupsFilter?, limit: Int, after token: String?) async throws -> Page<MailGroup> {
        let answer = try await call(
            API.ListGroups(
                organizationID: organizationID, nextToken: token, maxResults: limit,
                filters: filter.map(API.ListGroupsFilters.init)))
        return Page(elements: (answer.groups ?? []).compactMap(MailGroup.init), nextToken: answer.nextToken)
    }

    public func describeGroup(_ id: EntityID) async throws -> MailGroup {
        MailGroup(try await call(API.DescribeGroup(organizationID: organizationID, groupID: id.value)), asked: id)
    }

    public func createGroup(name: String, hiddenFromGlobalAddressList: Bool) async throws -> EntityID {
        guard try await groups(named: name).isEmpty else {
            throw MailOrganizationError(
                .nameAvailability, operation: API.CreateGroup.name, message: "a group has the name \(name) already")
        }
        let request = API.CreateGroup(
            organizationID: organizationID, name: name,
            hiddenFromGlobalAddressList: hiddenFromGlobalAddressList ? true : nil)
        var made: EntityID?
        let answer = try await change(request, saysSo: [.nameAvailability]) {
            made = try await self.groups(named: name).first?.id
            return made != nil
        }
        guard let id = answer?.groupID.map(EntityID.init(_:)) ?? made else { throw Self.noID(API.CreateGroup.name) }
        recent.note(id, .created)
        return id
    }

    public func updateGroup(_ id: EntityID, hiddenFromGlobalAddressList: Bool) async throws {
        let request = API.UpdateGroup(
            organizationID: organizationID, groupID: id.value, hiddenFromGlobalAddressList: hiddenFromGlobalAddressList)
        _ = try await change(request) {
            try await self.describeGroup(id).hiddenFromGlobalAddressList == hiddenFromGlobalAddressList
        }
    }

    public func deleteGroup(_ id: EntityID) async throws {
        let request = API.DeleteGroup(organizationID: organizationID, groupID: id.value)
        try await delete(
            API.DeleteGroup.name, id, saysSo: [.entityState, .entityNotFound], { _ = try await self.call(request) }
        ) {
            do { return try await self.describeGroup(id).state == .deleted } catch MailOrganizationError.Code
                .entityNotFound
            { return true }
        }
    }
}
