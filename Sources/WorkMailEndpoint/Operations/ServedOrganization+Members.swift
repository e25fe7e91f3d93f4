// SPDX-License-Identifier: Apache-2.0
import WorkMail

extension ServedOrganization {
    func associateMemberToGroup(_ request: API.AssociateMemberToGroup) async throws {
        try await organization.associateMember(group: group(request.groupID).id, member: entity(request.memberID))
    }

    func disassociateMemberFromGroup(_ request: API.DisassociateMemberFromGroup) async throws {
        try await organization.disassociateMember(group: group(request.groupID).id, member: entity(request.memberID))
    }

    func listGroupMembers(
        _ request: API.ListGroupMembers, _ listing: Listing
    ) async throws -> API.ListGroupMembers.Output {
        let page = try await organization.listGroupMembers(
            group(request.groupID).id, limit: listing.limit, after: listing.cursor)
        return API.ListGroupMembers.Output(page.elements, nextToken: listing.token(after: page.nextToken))
    }

    func listGroupsForEntity(
        _ request: API.ListGroupsForEntity, _ listing: Listing
    ) async throws -> API.ListGroupsForEntity.Output {
        var groups = try await organization.listGroupsForEntity(entity(request.entityID))
        if let prefix = request.filters?.groupNamePrefix {
            groups = groups.filter { Array($0.name.lowercased().utf8).starts(with: prefix.lowercased().utf8) }
        }
        let page = listing.page(groups) { $0.id.value }
        return API.ListGroupsForEntity.Output(page.rows, nextToken: page.nextToken)
    }
}
