// SPDX-License-Identifier: Apache-2.0
import LDAP

/// Everybody in some groups: direct members, members of member groups to any depth, and those whose primary group it is.
///
/// Resolved here and by GUID. The server's in-chain rule (1.2.840.113556.1.4.1941) took 150 times as long on Samba, and
/// a member's DN would be wrong after the next rename.
struct GroupMembership: Sendable {
    private(set) var members: Set<ObjectGUID> = []
    /// The relative ids of the groups reached: a user's `primaryGroupID` is one.
    private(set) var primaryGroupIDs: Set<UInt32> = []
    /// The highest `uSNChanged` of the groups reached; `.max` when one does not tell.
    private(set) var highestUSN: Int64 = 0

    func contains(_ user: DirectoryUser) -> Bool {
        members.contains(user.guid) || user.primaryGroupID.map(primaryGroupIDs.contains) ?? false
    }

    /// Walks breadth first from `groups`; each group is read once, so cycles end.
    static func resolve(_ groups: [ScopedObject], domain: DN, on connection: LDAPConnection) async throws
        -> GroupMembership
    {
        var membership = GroupMembership()
        var reached = Set(groups.map(\.guid))
        var queue = groups
        while let group = queue.popLast() {
            membership.highestUSN = max(membership.highestUSN, group.uSNChanged ?? .max)
            if let relativeID = group.sid?.relativeID { membership.primaryGroupIDs.insert(relativeID) }
            membership.members.formUnion(try await RangedMembers.read(of: group.guid, dn: group.dn, on: connection))
            // Which of the members are groups: asked from the other side, so that no user has to be read for it.
            let nested = try await connection.search(
                base: .dn(domain), scope: .subtree,
                filter: .and([.equal("objectClass", "group"), .equal("memberOf", group.dn)]),
                attributes: ScopedObject.attributes)
            for entry in nested {
                let child = try ScopedObject(entry: entry, role: .group)
                if reached.insert(child.guid).inserted { queue.append(child) }
            }
        }
        return membership
    }
}
