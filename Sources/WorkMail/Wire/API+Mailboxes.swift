// SPDX-License-Identifier: Apache-2.0

extension API {
    /// Quota and size, in MB.
    package struct GetMailboxDetails: WireOperation {
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
            package var mailboxQuota: Int?
            package var mailboxSize: Double?

            enum CodingKeys: String, CodingKey {
                case mailboxQuota = "MailboxQuota"
                case mailboxSize = "MailboxSize"
            }
        }
    }

    /// A new quota, in MB.
    package struct UpdateMailboxQuota: WireOperation {
        package static let isRead = false
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "UserId": .required(.entityIdentifier),
            "MailboxQuota": .required(.mailboxQuota),
        ]

        package var organizationID: String
        package var userID: String
        package var mailboxQuota: Int

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case userID = "UserId"
            case mailboxQuota = "MailboxQuota"
        }

        package typealias Output = NoOutput
    }

    /// Who may do what with a mailbox.
    package struct ListMailboxPermissions: WireOperation {
        package static let isRead = true
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "EntityId": .required(.entityIdentifier),
            "NextToken": .optional(.nextToken),
            "MaxResults": .optional(.maxResults),
        ]

        package var organizationID: String
        package var entityID: String
        package var nextToken: String?
        package var maxResults: Int?

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case entityID = "EntityId"
            case nextToken = "NextToken"
            case maxResults = "MaxResults"
        }

        package struct Output: Codable, Sendable {
            package var permissions: [Permission]?
            package var nextToken: String?

            enum CodingKeys: String, CodingKey {
                case permissions = "Permissions"
                case nextToken = "NextToken"
            }
        }
    }

    /// Replaces everything that one grantee may do with a mailbox.
    package struct PutMailboxPermissions: WireOperation {
        package static let isRead = false
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "EntityId": .required(.entityIdentifier),
            "GranteeId": .required(.entityIdentifier),
            "PermissionValues": .required(.list(of: .permissionType, 0...Int.max)),
        ]

        package var organizationID: String
        package var entityID: String
        package var granteeID: String
        package var permissionValues: [String]

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case entityID = "EntityId"
            case granteeID = "GranteeId"
            case permissionValues = "PermissionValues"
        }

        package typealias Output = NoOutput
    }

    /// Takes everything from one grantee.
    package struct DeleteMailboxPermissions: WireOperation {
        package static let isRead = false
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "EntityId": .required(.entityIdentifier),
            "GranteeId": .required(.entityIdentifier),
        ]

        package var organizationID: String
        package var entityID: String
        package var granteeID: String

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case entityID = "EntityId"
            case granteeID = "GranteeId"
        }

        package typealias Output = NoOutput
    }

    /// `Permission` of the model.
    package struct Permission: Codable, Sendable {
        package var granteeID: String
        package var granteeType: String
        package var permissionValues: [String]

        enum CodingKeys: String, CodingKey {
            case granteeID = "GranteeId"
            case granteeType = "GranteeType"
            case permissionValues = "PermissionValues"
        }
    }
}
