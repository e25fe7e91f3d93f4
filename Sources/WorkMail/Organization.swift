// SPDX-License-Identifier: Apache-2.0

/// What DescribeOrganization tells about an organization.
public struct Organization: Hashable, Sendable {
    /// `m-` and 32 hex digits.
    public var id: String
    public var alias: String
    /// A free string of the service; only `Active` (compared without case) is fit for writes.
    public var state: String
    public var directoryID: String?
    public var defaultMailDomain: String
    public var interoperabilityEnabled: Bool

    public init(
        id: String, alias: String, state: String, directoryID: String?, defaultMailDomain: String,
        interoperabilityEnabled: Bool
    ) {
        self.id = id
        self.alias = alias
        self.state = state
        self.directoryID = directoryID
        self.defaultMailDomain = defaultMailDomain
        self.interoperabilityEnabled = interoperabilityEnabled
    }

    /// Whether the organization takes writes.
    public var isActive: Bool { state.lowercased() == "active" }
}

/// A mail domain of the organization (ListMailDomains joined with GetMailDomain).
public struct MailDomain: Hashable, Sendable {
    /// In lower case, for example `example.com`.
    public var name: String
    public var isDefault: Bool
    /// `OwnershipVerificationStatus` is VERIFIED: only then can an address in it be registered.
    public var isVerified: Bool

    public init(name: String, isDefault: Bool, isVerified: Bool) {
        self.name = name.lowercased()
        self.isDefault = isDefault
        self.isVerified = isVerified
    }
}

/// The owner of an address (DescribeEntity).
public struct AddressOwner: Hashable, Sendable {
    public var id: EntityID
    public var name: String
    /// USER, GROUP or RESOURCE.
    public var type: String

    public init(id: EntityID, name: String, type: String) {
        self.id = id
        self.name = name
        self.type = type
    }
}

/// One page of a listing. A listing ends when `nextToken` is absent, never because a page is short or empty.
public struct Page<Element: Sendable>: Sendable {
    public var elements: [Element]
    public var nextToken: String?

    public init(elements: [Element], nextToken: String? = nil) {
        self.elements = elements
        self.nextToken = nextToken
    }
}

/// `ListUsersFilters`: the service takes one filter a request.
public enum UsersFilter: Hashable, Sendable {
    case state(EntityState)
    case usernamePrefix(String)
    case displayNamePrefix(String)
    case primaryEmailPrefix(String)
}
