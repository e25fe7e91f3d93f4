// SPDX-License-Identifier: Apache-2.0
import LDAP

/// Where a base or an excluded subtree was when the scope was resolved.
struct ScopePlace: Hashable, Sendable {
    var guid: ObjectGUID
    var dn: DN
}

extension ActiveDirectory {
    /// Whether the scope's subtrees are still where they were when it was resolved. Of people who were read in between
    /// that is the proof that they were judged by where the subtrees were, and not by where they had been.
    ///
    /// Each is looked for by its objectGUID, as it was found, so that it takes no other right; without any nothing is
    /// asked.
    public func isInPlace(_ scope: ResolvedScope) async throws -> Bool {
        for place in scope.places {
            // Its number tells too much: a description, or what the server itself keeps with a domain's head.
            guard let entry = try await connection.read(.guid(place.guid.bytes), attributes: ["objectGUID"]),
                let dn = try? DN(parsing: entry.dn), dn == place.dn
            else { return false }
        }
        return true
    }

    /// What to fail with when they are not, each time that people are read. It passes.
    public var scopeKeepsMoving: any Error {
        LDAPError(
            code: .busy, operation: .search,
            diagnosticMessage: "a base or an excluded subtree is renamed or moved each time that people are read",
            server: choice.url)
    }
}
