// SPDX-License-Identifier: Apache-2.0

extension MailOrganization {
    /// All users that match, page by page. Throws `invalidParameter` for a listing that would never end, see
    /// `ListingCircle`.
    public func forEachUser(
        _ filter: UsersFilter? = nil, _ body: ([MailUser]) async throws -> Void
    ) async throws {
        try await forEachPage(of: "ListUsers") {
            try await listUsers(filter, limit: 100, after: $0)
        } identity: {
            $0.id.value
        } body: {
            try await body($0)
        }
    }

    /// All groups that match, page by page. Throws as `forEachUser` does.
    public func forEachGroup(
        _ filter: GroupsFilter? = nil, _ body: ([MailGroup]) async throws -> Void
    ) async throws {
        try await forEachPage(of: "ListGroups") {
            try await listGroups(filter, limit: 100, after: $0)
        } identity: {
            $0.id.value
        } body: {
            try await body($0)
        }
    }

    /// All groups, DELETED ones among them, ordered by id. Throws as `forEachUser` does.
    public func listGroups() async throws -> [MailGroup] {
        var groups: [MailGroup] = []
        try await forEachGroup { groups += $0 }
        return groups
    }

    /// All direct members of a group, ordered by id. Throws as `forEachUser` does.
    public func listGroupMembers(_ group: EntityID) async throws -> [GroupMember] {
        var members: [GroupMember] = []
        try await forEachPage(of: "ListGroupMembers") {
            try await listGroupMembers(group, limit: 100, after: $0)
        } identity: {
            $0.id.value
        } body: {
            members += $0
        }
        return members
    }

    /// CreateGroup: one that the global address list shows.
    public func createGroup(name: String) async throws -> EntityID {
        try await createGroup(name: name, hiddenFromGlobalAddressList: false)
    }
}
