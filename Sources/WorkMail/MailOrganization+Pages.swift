// SPDX-License-Identifier: Apache-2.0

extension MailOrganization {
    /// All users that match, page by page. Throws `invalidParameter` when the service hands out the same token twice,
    /// since that listing would never end.
    public func forEachUser(
        _ filter: UsersFilter? = nil, _ body: ([MailUser]) async throws -> Void
    ) async throws {
        try await forEachPage(of: "ListUsers", { try await listUsers(filter, limit: 100, after: $0) }, body)
    }

    /// All groups, DELETED ones among them, ordered by id. Throws as `forEachUser` does.
    public func listGroups() async throws -> [MailGroup] {
        var groups: [MailGroup] = []
        try await forEachPage(of: "ListGroups", { try await listGroups(nil, limit: 100, after: $0) }) { groups += $0 }
        return groups
    }

    /// All direct members of a group, ordered by id. Throws as `forEachUser` does.
    public func listGroupMembers(_ group: EntityID) async throws -> [GroupMember] {
        var members: [GroupMember] = []
        try await forEachPage(
            of: "ListGroupMembers", { try await listGroupMembers(group, limit: 100, after: $0) }
        ) { members += $0 }
        return members
    }

    /// CreateGroup: one that the global address list shows.
    public func createGroup(name: String) async throws -> EntityID {
        try await createGroup(name: name, hiddenFromGlobalAddressList: false)
    }

    private func forEachPage<Element: Sendable>(
        of operation: String, _ page: (String?) async throws -> Page<Element>, _ body: ([Element]) async throws -> Void
    ) async throws {
        var token: String?
        repeat {
            let page = try await page(token)
            try await body(page.elements)
            guard page.nextToken == nil || page.nextToken != token else {
                throw MailOrganizationError(
                    .invalidParameter, operation: operation, message: "the same NextToken came twice")
            }
            token = page.nextToken
        } while token != nil
    }
}
