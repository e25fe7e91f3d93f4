// SPDX-License-Identifier: Apache-2.0
package import Foundation

extension API {
    /// Puts a user or a group into a group.
    package struct AssociateMemberToGroup: WireOperation {
        package static let isRead = false
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "GroupId": .required(.entityIdentifier),
            "MemberId": .required(.entityIdentifier),
        ]

        package var organizationID: String
        package var groupID: String
        package var memberID: String

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case groupID = "GroupId"
            case memberID = "MemberId"
        }

        package typealias Output = NoOutput
    }

    /// Takes a member out of a group.
    package struct DisassociateMemberFromGroup: WireOperation {
        package static let isRead = false
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "GroupId": .required(.entityIdentifier),
            "MemberId": .required(.entityIdentifier),
        ]

        package var organizationID: String
        package var groupID: String
        package var memberID: String

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case groupID = "GroupId"
            case memberID = "MemberId"
        }

        package typealias Output = NoOutput
    }

    /// The direct members of a group.
    package struct ListGroupMembers: WireOperation {
        package static let isRead = true
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "GroupId": .required(.entityIdentifier),
            "NextToken": .optional(.nextToken),
            "MaxResults": .optional(.maxResults),
        ]

        package var organizationID: String
        package var groupID: String
        package var nextToken: String?
        package var maxResults: Int?

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case groupID = "GroupId"
            case nextToken = "NextToken"
            case maxResults = "MaxResults"
        }

        package struct Output: Codable, Sendable {
            package var members: [Member]?
            package var nextToken: String?

            enum CodingKeys: String, CodingKey {
                case members = "Members"
                case nextToken = "NextToken"
            }
        }
    }

    /// The groups that somebody is a direct member of.
    package struct ListGroupsForEntity: WireOperation {
        package static let isRead = true
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "EntityId": .required(.entityIdentifier),
            "Filters": .optional(.structure(ListGroupsForEntityFilters.members)),
            "NextToken": .optional(.nextToken),
            "MaxResults": .optional(.maxResults),
        ]

        package var organizationID: String
        package var entityID: String
        package var filters: ListGroupsForEntityFilters?
        package var nextToken: String?
        package var maxResults: Int?

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case entityID = "EntityId"
            case filters = "Filters"
            case nextToken = "NextToken"
            case maxResults = "MaxResults"
        }

        package struct Output: Codable, Sendable {
            package var groups: [GroupIdentifier]?
            package var nextToken: String?

            enum CodingKeys: String, CodingKey {
                case groups = "Groups"
                case nextToken = "NextToken"
            }
        }
    }

    /// `GroupIdentifier` of the model.
    package struct GroupIdentifier: Codable, Sendable {
        package var groupID: String?
        package var groupName: String?

        enum CodingKeys: String, CodingKey {
            case groupID = "GroupId"
            case groupName = "GroupName"
        }
    }

    /// `ListGroupsForEntityFilters` of the model.
    package struct ListGroupsForEntityFilters: Codable, Sendable {
        package static let members: WireMembers = [
            "GroupNamePrefix": .optional(.string)
        ]

        package var groupNamePrefix: String?

        enum CodingKeys: String, CodingKey {
            case groupNamePrefix = "GroupNamePrefix"
        }
    }

    /// `Member` of the model.
    package struct Member: Codable, Sendable {
        package var id: String?
        package var name: String?
        package var type: String?
        package var state: String?
        package var enabledDate: Date?
        package var disabledDate: Date?

        enum CodingKeys: String, CodingKey {
            case id = "Id"
            case name = "Name"
            case type = "Type"
            case state = "State"
            case enabledDate = "EnabledDate"
            case disabledDate = "DisabledDate"
        }
    }
}
