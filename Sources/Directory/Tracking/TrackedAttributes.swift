// SPDX-License-Identifier: Apache-2.0
import LDAP

/// What is watched. A change of anything else does not show.
enum TrackedAttributes {
    /// Which objects: users, groups, and whatever may hold users, since those below it are told nothing when it is renamed.
    /// `objectClass` stays on a tombstone; a filter that named the state to be watched would hide its change.
    static let filter = Filter.or(
        [
            "user", "group", "organizationalUnit", "container", "builtinDomain", "domainDNS", "organization",
            "locality",
            "country", "lostAndFound",
        ].map { .equal("objectClass", $0) })

    /// Besides what is read of a user: who and where it is, in case it holds none of the others.
    private static let identity = ["name", "parentGUID", "instanceType", "isDeleted"]

    /// What DirSync is asked to watch, fixed for a scope: a server leaves out objects of which nothing listed changed.
    static func list(for definition: ScopeDefinition) -> [String] {
        var names = DirectoryUser.attributes + identity + ["member", "groupType"]
        // `memberOf` belongs to the groups: `member` is what changes.
        let known = Set(names.map { $0.lowercased() } + ["memberof"])
        let filter = definition.filter.flatMap { try? Filter(parsing: $0) }
        names += Set(filter?.attributeNames ?? []).filter { !known.contains($0.lowercased()) }.sorted()
        return names
    }
}

extension Filter {
    /// The attributes whose values decide.
    var attributeNames: [String] {
        switch self {
        case .and(let filters), .or(let filters): filters.flatMap(\.attributeNames)
        case .not(let filter): filter.attributeNames
        case .equal(let name, _), .present(let name), .greaterOrEqual(let name, _), .lessOrEqual(let name, _),
            .approx(let name, _), .substring(let name, _, _, _):
            [name]
        case .extensible(let name, _, _, _): name.map { [$0] } ?? []
        }
    }
}

extension ScopeDefinition {
    /// All that decides what is watched, for noticing that it became another.
    public var watched: String { TrackedAttributes.list(for: self).joined(separator: ",") }
}
