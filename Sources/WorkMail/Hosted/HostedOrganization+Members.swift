// SPDX-License-Identifier: Apache-2.0

extension HostedOrganization {
    public func associateMember(group: EntityID, member: EntityID) async throws {
        let request = API.AssociateMemberToGroup(
            organizationID: organizationID, groupID: group.value, memberID: member.value)
        _ = try await change(request) { try await self.isMember(member, of: group) }
    }

    public func disassociateMember(group: EntityID, member: EntityID) async throws {
        let request = API.DisassociateMemberFromGroup(
            organizationID: organizationID, groupID: group.value, memberID: member.value)
        _ = try await change(request) { try await !self.isMember(member, of: group) }
    }

    public func listGroupMembers(
        _ group: EntityID, limit: Int, after token: String?
    ) async throws -> Page<GroupMember> {
        let answer = try await call(
            API.ListGroupMembers(
                organizationID: organizationID, groupID: group.value, nextToken: token, maxResults: limit))
        return Page(elements: (answer.members ?? []).compactMap(GroupMember.init), nextToken: answer.nextToken)
    }

    public func listGroupsForEntity(_ id: EntityID) async throws -> [MailGroup] {
        var ids: [EntityID] = []
        try await forEachPage(of: API.ListGroupsForEntity.name) { token in
            let answer = try await call(
                API.ListGroupsForEntity(
                    organizationID: organizationID, entityID: id.value, nextToken: token, maxResults: Self.pageSize))
            return Page(elements: answer.groups ?? [], nextToken: answer.nextToken)
        } identity: {
            $0.groupID
        } body: {
            ids += $0.compactMap { $0.groupID.map(EntityID.init(_:)) }
        }
        var groups: [MailGroup] = []
        for id in ids.sorted() { groups.append(try await describeGroup(id)) }
        return groups
    }

    private func isMember(_ member: EntityID, of group: EntityID) async throws -> Bool {
        try await listGroupMembers(group).contains { $0.id == member }
    }
}
