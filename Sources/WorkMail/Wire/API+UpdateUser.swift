// SPDX-License-Identifier: Apache-2.0

extension API {
    /// Personal data. Members that are left out stay as they are, or are emptied: which of the two is not published.
    package struct UpdateUser: WireOperation {
        package static let isRead = false
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "UserId": .required(.entityIdentifier),
            "Role": .optional(.userRole),
            "DisplayName": .optional(.userAttribute),
            "FirstName": .optional(.userAttribute),
            "LastName": .optional(.userAttribute),
            "HiddenFromGlobalAddressList": .optional(.boolean),
            "Initials": .optional(.userAttribute),
            "Telephone": .optional(.userAttribute),
            "Street": .optional(.userAttribute),
            "JobTitle": .optional(.userAttribute),
            "City": .optional(.userAttribute),
            "Company": .optional(.userAttribute),
            "ZipCode": .optional(.userAttribute),
            "Department": .optional(.userAttribute),
            "Country": .optional(.userAttribute),
            "Office": .optional(.userAttribute),
            "IdentityProviderUserId": .optional(.identityProviderUserIDForUpdate),
        ]

        package var organizationID: String
        package var userID: String
        package var role: String?
        package var displayName: String?
        package var firstName: String?
        package var lastName: String?
        package var hiddenFromGlobalAddressList: Bool?
        package var initials: String?
        package var telephone: String?
        package var street: String?
        package var jobTitle: String?
        package var city: String?
        package var company: String?
        package var zipCode: String?
        package var department: String?
        package var country: String?
        package var office: String?
        package var identityProviderUserID: String?

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case userID = "UserId"
            case role = "Role"
            case displayName = "DisplayName"
            case firstName = "FirstName"
            case lastName = "LastName"
            case hiddenFromGlobalAddressList = "HiddenFromGlobalAddressList"
            case initials = "Initials"
            case telephone = "Telephone"
            case street = "Street"
            case jobTitle = "JobTitle"
            case city = "City"
            case company = "Company"
            case zipCode = "ZipCode"
            case department = "Department"
            case country = "Country"
            case office = "Office"
            case identityProviderUserID = "IdentityProviderUserId"
        }

        package typealias Output = NoOutput
    }
}
