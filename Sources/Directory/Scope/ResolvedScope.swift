// SPDX-License-Identifier: Apache-2.0

/// The scope as it is now, and what of it decides about people without showing in their own entries.
public struct ResolvedScope: Sendable {
    let scope: Scope
    /// Where its objects are pinned.
    public let pins: [ScopePin]
    /// Where its bases and excluded subtrees were.
    let places: [ScopePlace]

    /// Who is chosen otherwise than by where they are: when somebody joins or leaves such a set, nothing of them changes.
    public enum Selection: String, Sendable, CaseIterable { case group, filter }

    /// Everybody in such a set, as far as the scope has one.
    public func selected(by selection: Selection) -> Set<ObjectGUID> {
        switch selection {
        case .group: scope.groups?.members ?? []
        case .filter: scope.filterMatches ?? []
        }
    }

    /// The relative ids of the scope's groups, which are somebody's `primaryGroupID`.
    public var primaryGroupIDs: Set<UInt32> { scope.groups?.primaryGroupIDs ?? [] }

    /// The highest `uSNChanged` among the scope's groups, 0 without any; `.max` when one does not tell. Why the filter
    /// matches whom it matches has no number that is known here: it may be a group's (`memberOf`).
    public var highestUSN: Int64 { scope.groups?.highestUSN ?? 0 }

    /// The highest `uSNChanged` of what its verdicts about people go by besides the people; `.max` where that is not known.
    public var highestUSNOfVerdicts: Int64 { scope.filterMatches == nil ? highestUSN : .max }
}

extension ActiveDirectory {
    /// Resolves the scope.
    /// - Throws: `ScopeFailure`, `LDAPError`.
    public func resolve(_ definition: ScopeDefinition, pins: [ScopePin]) async throws -> ResolvedScope {
        let resolver = ScopeResolver(connection: connection, domain: domain, pins: pins)
        let (scope, pins, places) = try await resolver.resolve(definition)
        return ResolvedScope(scope: scope, pins: pins, places: places)
    }
}
