// SPDX-License-Identifier: Apache-2.0
package import Foundation

extension API {
    /// All users of every role and state, page by page, ordered by the service.
    package struct ListUsers: WireOperation {
        package static let isRead = true
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "NextToken": .optional(.nextToken),
            "MaxResults": .optional(.maxResults),
            "Filters": .optional(.structure(ListUsersFilters.members)),
        ]

        package var organizationID: String
        package var nextToken: String?
        package var maxResults: Int?
        package var filters: ListUsersFilters?

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case nextToken = "NextToken"
            case maxResults = "MaxResults"
            case filters = "Filters"
        }

        package struct Output: Codable, Sendable {
            package var users: [User]?
            package var nextToken: String?

            enum CodingKeys: String, CodingKey {
                case users = "Users"
                case nextToken = "NextToken"
            }
        }
    }

    /// One user, DELETED ones included; by id, name or address.
    package struct DescribeUser: WireOperation {
        package static let isRead = true
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "UserId": .required(.entityIdentifier),
        ]

        package var organizationID: String
        package var userID: String

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case userID = "UserId"
        }

        package struct Output: Codable, Sendable {
            package var userID: String?
            package var name: String?
            package var email: String?
            package var displayName: String?
            package var state: String?
            package var userRole: String?
            package var enabledDate: Date?
            package var disabledDate: Date?
            package var mailboxProvisionedDate: Date?
            package var mailboxDeprovisionedDate: Date?
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
            package var identityProviderIdentityStoreID: String?

            enum CodingKeys: String, CodingKey {
                case userID = "UserId"
                case name = "Name"
                case email = "Email"
                case displayName = "DisplayName"
                case state = "State"
                case userRole = "UserRole"
                case enabledDate = "EnabledDate"
                case disabledDate = "DisabledDate"
                case mailboxProvisionedDate = "MailboxProvisionedDate"
                case mailboxDeprovisionedDate = "MailboxDeprovisionedDate"
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
                case identityProviderIdentityStoreID = "IdentityProviderIdentityStoreId"
            }
        }
    }

    /// A new user: DISABLED, without mailbox or address.
    package struct CreateUser: WireOperation {
        package static let isRead = false
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "Name": .required(.userName),
            "DisplayName": .required(.userAttribute),
            "Password": .optional(.password),
            "Role": .optional(.userRole),
            "FirstName": .optional(.userAttribute),
            "LastName": .optional(.userAttribute),
            "HiddenFromGlobalAddressList": .optional(.boolean),
            "IdentityProviderUserId": .optional(.identityProviderUserID),
        ]

        package var organizationID: String
        package var name: String
        package var displayName: String
        package var password: String?
        package var role: String?
        package var firstName: String?
        package var lastName: String?
        package var hiddenFromGlobalAddressList: Bool?
        package var identityProviderUserID: String?

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case name = "Name"
            case displayName = "DisplayName"
            case password = "Password"
            case role = "Role"
            case firstName = "FirstName"
            case lastName = "LastName"
            case hiddenFromGlobalAddressList = "HiddenFromGlobalAddressList"
            case identityProviderUserID = "IdentityProviderUserId"
        }

        package struct Output: Codable, Sendable {
            package var userID: String?

            enum CodingKeys: String, CodingKey {
                case userID = "UserId"
            }
        }
    }

    /// Removes a DISABLED user for good; by id or name.
    package struct DeleteUser: WireOperation {
        package static let isRead = false
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "UserId": .required(.entityIdentifier),
        ]

        package var organizationID: String
        package var userID: String

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case userID = "UserId"
        }

        package typealias Output = NoOutput
    }

    /// Sets a password; by id only. Never logged.
    package struct ResetPassword: WireOperation {
        package static let isRead = false
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "UserId": .required(.workMailIdentifier),
            "Password": .required(.password),
        ]

        package var organizationID: String
        package var userID: String
        package var password: String

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case userID = "UserId"
            case password = "Password"
        }

        package typealias Output = NoOutput
    }

    /// `ListUsersFilters` of the model. At most one member a request.
    package struct ListUsersFilters: Codable, Sendable {
        package static let members: WireMembers = [
            "UsernamePrefix": .optional(.string),
            "DisplayNamePrefix": .optional(.userAttribute),
            "PrimaryEmailPrefix": .optional(.string),
            "State": .optional(.entityState),
            "IdentityProviderUserIdPrefix": .optional(.identityProviderUserIDPrefix),
        ]

        package var usernamePrefix: String?
        package var displayNamePrefix: String?
        package var primaryEmailPrefix: String?
        package var state: String?
        package var identityProviderUserIDPrefix: String?

        enum CodingKeys: String, CodingKey {
            case usernamePrefix = "UsernamePrefix"
            case displayNamePrefix = "DisplayNamePrefix"
            case primaryEmailPrefix = "PrimaryEmailPrefix"
            case state = "State"
            case identityProviderUserIDPrefix = "IdentityProviderUserIdPrefix"
        }
    }

    /// `User` of the model.
    package struct User: Codable, Sendable {
        package var id: String?
        package var email: String?
        package var name: String?
        package var displayName: String?
        package var state: String?
        package var userRole: String?
        package var enabledDate: Date?
        package var disabledDate: Date?
        package var identityProviderUserID: String?
        package var identityProviderIdentityStoreID: String?

        enum CodingKeys: String, CodingKey {
            case id = "Id"
            case email = "Email"
            case name = "Name"
            case displayName = "DisplayName"
            case state = "State"
            case userRole = "UserRole"
            case enabledDate = "EnabledDate"
            case disabledDate = "DisabledDate"
            case identityProviderUserID = "IdentityProviderUserId"
            case identityProviderIdentityStoreID = "IdentityProviderIdentityStoreId"
        }
    }
}
