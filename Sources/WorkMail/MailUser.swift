// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// A user as the organization lists it (`User` of ListUsers).
public struct MailUser: Hashable, Sendable {
    public var id: EntityID
    /// The user name: unique in the organization among those not deleted; the sAMAccountName in a directory-backed one.
    public var name: String
    public var displayName: String
    /// The primary address; absent for a user that was never enabled, and possibly for a disabled one.
    public var email: EmailAddress?
    public var state: EntityState
    public var role: UserRole
    public var enabledDate: Date?
    /// Since when the user is disabled; the mailbox is deleted 30 × 24 h later.
    public var disabledDate: Date?

    public init(
        id: EntityID, name: String, displayName: String, email: EmailAddress? = nil, state: EntityState,
        role: UserRole = .user, enabledDate: Date? = nil, disabledDate: Date? = nil
    ) {
        self.id = id
        self.name = name
        self.displayName = displayName
        self.email = email
        self.state = state
        self.role = role
        self.enabledDate = enabledDate
        self.disabledDate = disabledDate
    }
}

/// A user with everything that DescribeUser tells.
public struct MailUserDetails: Hashable, Sendable {
    public var user: MailUser
    public var profile: MailProfile
    public var mailboxProvisionedDate: Date?
    public var mailboxDeprovisionedDate: Date?

    public init(
        user: MailUser, profile: MailProfile, mailboxProvisionedDate: Date? = nil, mailboxDeprovisionedDate: Date? = nil
    ) {
        self.user = user
        self.profile = profile
        self.mailboxProvisionedDate = mailboxProvisionedDate
        self.mailboxDeprovisionedDate = mailboxDeprovisionedDate
    }
}

/// The personal data of a user (`UserAttribute` members of UpdateUser): each at most 256 characters, empty when not
/// set.
public struct MailProfile: Hashable, Sendable, Codable {
    public var displayName = ""
    public var firstName = ""
    public var lastName = ""
    public var initials = ""
    public var telephone = ""
    public var street = ""
    public var jobTitle = ""
    public var city = ""
    public var company = ""
    public var zipCode = ""
    public var department = ""
    public var country = ""
    public var office = ""
    public var hiddenFromGlobalAddressList = false

    public init() {}
}
