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

    /// The users of exactly that name, without regard to the case of letters, who are not DELETED: where the organization
    /// itself makes them, one at the most.
    public func users(named name: String) async throws -> [MailUser] {
        var named: [MailUser] = []
        // Many more may have names that only begin so.
        try await forEachUser(.usernamePrefix(name)) { users in
            named += users.filter { $0.state != .deleted && $0.name.isSameName(as: name) }
        }
        return named
    }

    /// The same of groups.
    public func groups(named name: String) async throws -> [MailGroup] {
        var named: [MailGroup] = []
        try await forEachGroup(.namePrefix(name)) { groups in
            named += groups.filter { $0.state != .deleted && $0.name.isSameName(as: name) }
        }
        return named
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

extension String {
    /// Bytes, since Swift's `==` takes two spellings of é for one, and those may be two people.
    fileprivate func isSameName(as other: String) -> Bool { lowercased().utf8.elementsEqual(other.lowercased().utf8) }
}
