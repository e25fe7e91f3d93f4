// SPDX-License-Identifier: Apache-2.0

/// What an administrator edits of an account. Every editing command names its fields, and `OwnershipTable` says of each
/// who may write it.
public enum AccountField: String, CaseIterable, Sendable, Codable {
    /// CreateUser.
    case creation
    /// DeleteUser.
    case deletion
    /// RegisterToWorkMail and DeregisterFromWorkMail: whether there is a mailbox.
    case mailbox
    // Personal data (UpdateUser).
    case displayName, firstName, lastName, initials, telephone, street, jobTitle, city, company, zipCode, department
    case country, office, hiddenFromGlobalAddressList
    // Addresses of an enabled user.
    case primaryEmail, aliases
    // The mailbox's own settings.
    case quota, permissions
    /// Seeing, removing and wiping mobile devices.
    case devices
    /// Letting a device in or keeping it out (mobile device access overrides).
    case deviceAccess
    case password
    /// CreateGroup and DeleteGroup.
    case groups

    /// The personal data of a user, in the order in which they are shown.
    public static let personalData: [AccountField] = [
        .displayName, .firstName, .lastName, .initials, .telephone, .street, .zipCode, .city, .country, .office,
        .jobTitle, .department, .company, .hiddenFromGlobalAddressList,
    ]

    /// The attributes of Active Directory that hold the field (the customary ones; the service publishes none). Empty
    /// where a directory has nothing of the kind.
    public var directoryAttributes: [String] {
        switch self {
        case .displayName: ["displayName"]
        case .firstName: ["givenName"]
        case .lastName: ["sn"]
        case .initials: ["initials"]
        case .telephone: ["telephoneNumber"]
        case .street: ["streetAddress"]
        case .jobTitle: ["title"]
        case .city: ["l"]
        case .company: ["company"]
        case .zipCode: ["postalCode"]
        case .department: ["department"]
        case .country: ["co"]
        case .office: ["physicalDeliveryOfficeName"]
        case .hiddenFromGlobalAddressList: ["msExchHideFromAddressLists"]
        case .primaryEmail: ["mail", "proxyAddresses"]
        case .aliases: ["proxyAddresses"]
        case .password: ["unicodePwd"]
        case .creation, .deletion, .mailbox, .quota, .permissions, .devices, .deviceAccess, .groups: []
        }
    }

    /// What people call it, as a sentence part.
    public var words: String {
        switch self {
        case .creation: "creating users"
        case .deletion: "deleting users"
        case .mailbox: "enabling and disabling"
        case .displayName: "the display name"
        case .firstName: "the first name"
        case .lastName: "the last name"
        case .initials: "the initials"
        case .telephone: "the telephone number"
        case .street: "the street"
        case .jobTitle: "the job title"
        case .city: "the city"
        case .company: "the company"
        case .zipCode: "the postal code"
        case .department: "the department"
        case .country: "the country"
        case .office: "the office"
        case .hiddenFromGlobalAddressList: "whether the address list shows the user"
        case .primaryEmail: "the primary address"
        case .aliases: "the aliases"
        case .quota: "the mailbox quota"
        case .permissions: "the mailbox permissions"
        case .devices: "the mobile devices"
        case .deviceAccess: "which mobile devices may synchronize"
        case .password: "the password"
        case .groups: "creating and deleting groups"
        }
    }
}
