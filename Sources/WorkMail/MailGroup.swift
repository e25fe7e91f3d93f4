// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// A group as the organization lists and describes it (`Group` of ListGroups, DescribeGroup).
public struct MailGroup: Hashable, Sendable {
    public var id: EntityID
    /// Users and groups have one name space between them.
    public var name: String
    /// The primary address; absent for a group that was never enabled, and possibly for a disabled one.
    public var email: EmailAddress?
    public var state: EntityState
    public var enabledDate: Date?
    public var disabledDate: Date?
    /// Told by DescribeGroup only; `nil` in a listing.
    public var hiddenFromGlobalAddressList: Bool?

    public init(
        id: EntityID, name: String, email: EmailAddress? = nil, state: EntityState, enabledDate: Date? = nil,
        disabledDate: Date? = nil, hiddenFromGlobalAddressList: Bool? = nil
    ) {
        self.id = id
        self.name = name
        self.email = email
        self.state = state
        self.enabledDate = enabledDate
        self.disabledDate = disabledDate
        self.hiddenFromGlobalAddressList = hiddenFromGlobalAddressList
    }
}

/// `ListGroupsFilters`: the service takes one filter a request.
public enum GroupsFilter: Hashable, Sendable {
    case state(EntityState)
    case namePrefix(String)
    case primaryEmailPrefix(String)
}
