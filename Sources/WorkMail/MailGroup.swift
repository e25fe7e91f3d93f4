// SPDX-License-Identifier: Apache-2.0

/// A group as the organization lists it (`Group` of ListGroups).
public struct MailGroup: Hashable, Sendable {
    public var id: EntityID
    /// Users and groups have one name space between them.
    public var name: String
    /// The primary address; absent for a group that was never enabled.
    public var email: EmailAddress?
    public var state: EntityState

    public init(id: EntityID, name: String, email: EmailAddress? = nil, state: EntityState) {
        self.id = id
        self.name = name
        self.email = email
        self.state = state
    }
}
