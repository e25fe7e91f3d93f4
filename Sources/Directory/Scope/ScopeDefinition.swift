// SPDX-License-Identifier: Apache-2.0

/// Which part of the directory is meant, as the administrator configured it.
public struct ScopeDefinition: Hashable, Sendable {
    /// DNs of OUs or containers; none means the whole domain.
    public var bases: [String]
    /// DNs of subtrees inside the bases that are left out.
    public var excludedSubtrees: [String]
    /// An LDAP filter (RFC 4515) that users must match; the server decides.
    public var filter: String?
    /// DNs of groups; users must belong to at least one, directly, through other groups or as their primary group.
    public var groups: [String]

    public init(bases: [String] = [], excludedSubtrees: [String] = [], filter: String? = nil, groups: [String] = []) {
        self.bases = bases
        self.excludedSubtrees = excludedSubtrees
        self.filter = filter
        self.groups = groups
    }
}

/// Whether a user is in scope, and if not, which rule says so.
public enum ScopeVerdict: Hashable, Sendable {
    case inside
    case outsideBases
    /// The DN of the excluded subtree, as it is now.
    case excludedSubtree(String)
    case notMatchingFilter
    case notInGroups
}

/// An OU or group that the configuration names, pinned to the object it meant when it was first resolved.
///
/// So a renamed OU stays the same OU, and another one that later takes its name is not mistaken for it.
public struct ScopePin: Hashable, Sendable {
    public enum Role: String, Sendable, CaseIterable { case base, excludedSubtree, group, domain }

    public var role: Role
    /// The DN in the configuration: what the pin is found by.
    public var configuredDN: String
    public var guid: ObjectGUID

    public init(role: Role, configuredDN: String, guid: ObjectGUID) {
        self.role = role
        self.configuredDN = configuredDN
        self.guid = guid
    }
}

/// Why the scope cannot be known, so that the run stops before it looks at anybody.
public enum ScopeFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The configured DN names nothing.
    case notFound(ScopePin.Role, dn: String, nearest: String?)
    /// It was there when it was pinned.
    case gone(ScopePin)
    /// The entry came without what identifies it.
    case unreadable(ScopePin.Role, dn: String)
    case malformedDN(ScopePin.Role, dn: String, reason: String)
    case malformedFilter(String, reason: String)
    /// The object is there but is no group.
    case notAGroup(dn: String)
    /// The server's domain is not the one that was read before.
    case otherDomain(dn: String)
    case outsideDomain(ScopePin.Role, dn: String, domain: String)

    public var description: String {
        switch self {
        case .notFound(let role, let dn, let nearest):
            "there is no object “\(dn)” (\(role.words))"
                + (nearest.map { $0.isEmpty ? "" : "; the nearest that exists is “\($0)”" } ?? "")
        case .gone(let pin):
            "\(pin.role.words) “\(pin.configuredDN)” (objectGUID \(pin.guid)) is gone or may no longer be read; "
                + "nobody is touched until it is back or the configuration names another"
        case .unreadable(let role, let dn): "\(role.words) “\(dn)” may not be read by the service account"
        case .malformedDN(let role, let dn, let reason): "\(role.words) “\(dn)” is not a DN: \(reason)"
        case .malformedFilter(let text, let reason): "filter “\(text)” is not an LDAP filter: \(reason)"
        case .notAGroup(let dn): "group “\(dn)” is not a group"
        case .otherDomain(let dn):
            "“\(dn)” is another domain than the one that was read so far; nothing was read. Another domain needs a state file "
                + "of its own (state.file), and decisions do not carry over"
        case .outsideDomain(let role, let dn, let domain): "\(role.words) “\(dn)” is not below “\(domain)”"
        }
    }
}

extension ScopePin.Role {
    var words: String {
        switch self {
        case .base: "base"
        case .excludedSubtree: "excluded subtree"
        case .group: "group"
        case .domain: "domain"
        }
    }
}
