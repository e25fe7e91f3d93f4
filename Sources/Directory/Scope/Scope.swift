// SPDX-License-Identifier: Apache-2.0
import LDAP

/// The scope as it stands in this run: where the pinned OUs are now, who matches the filter, who is in the groups.
struct Scope: Sendable {
    /// Where the bases are; empty for the whole domain.
    var bases: [DN]
    var excludedSubtrees: [DN]
    /// Who matches the filter; `nil` when there is none.
    var filterMatches: Set<ObjectGUID>?
    var groups: GroupMembership?

    /// Decides about one user; pure.
    func verdict(on user: DirectoryUser) throws(DirectoryIssue) -> ScopeVerdict {
        if !bases.isEmpty || !excludedSubtrees.isEmpty {
            guard let dn = try? DN(parsing: user.dn) else {
                throw DirectoryIssue(
                    guid: user.guid, dn: user.dn, attribute: "distinguishedName", problem: "is not a DN")
            }
            if !bases.isEmpty, !bases.contains(where: { dn.isDescendant(of: $0) }) { return .outsideBases }
            if let excluded = excludedSubtrees.first(where: { dn.isDescendant(of: $0) }) {
                return .excludedSubtree(excluded.description)
            }
        }
        if let filterMatches, !filterMatches.contains(user.guid) { return .notMatchingFilter }
        if let groups, !groups.contains(user) { return .notInGroups }
        return .inside
    }
}
