// SPDX-License-Identifier: Apache-2.0

extension API {
    /// The old primary address becomes an alias.
    package struct UpdatePrimaryEmailAddress: WireOperation {
        package static let isRead = false
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "EntityId": .required(.entityIdentifier),
            "Email": .required(.emailAddress),
        ]

        package var organizationID: String
        package var entityID: String
        package var email: String

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case entityID = "EntityId"
            case email = "Email"
        }

        package typealias Output = NoOutput
    }

    /// One more address; by id only. At most 100.
    package struct CreateAlias: WireOperation {
        package static let isRead = false
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "EntityId": .required(.workMailIdentifier),
            "Alias": .required(.emailAddress),
        ]

        package var organizationID: String
        package var entityID: String
        package var alias: String

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case entityID = "EntityId"
            case alias = "Alias"
        }

        package typealias Output = NoOutput
    }

    /// One address less; by id only.
    package struct DeleteAlias: WireOperation {
        package static let isRead = false
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "EntityId": .required(.workMailIdentifier),
            "Alias": .required(.emailAddress),
        ]

        package var organizationID: String
        package var entityID: String
        package var alias: String

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case entityID = "EntityId"
            case alias = "Alias"
        }

        package typealias Output = NoOutput
    }

    /// All addresses, in practice with the primary one among them; by id only.
    package struct ListAliases: WireOperation {
        package static let isRead = true
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "EntityId": .required(.workMailIdentifier),
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
            package var aliases: [String]?
            package var nextToken: String?

            enum CodingKeys: String, CodingKey {
                case aliases = "Aliases"
                case nextToken = "NextToken"
            }
        }
    }

    /// Who owns an address.
    package struct DescribeEntity: WireOperation {
        package static let isRead = true
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "Email": .required(.emailAddress),
        ]

        package var organizationID: String
        package var email: String

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case email = "Email"
        }

        package struct Output: Codable, Sendable {
            package var entityID: String?
            package var name: String?
            package var type: String?

            enum CodingKeys: String, CodingKey {
                case entityID = "EntityId"
                case name = "Name"
                case type = "Type"
            }
        }
    }
}
