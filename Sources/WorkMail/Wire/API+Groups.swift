// SPDX-License-Identifier: Apache-2.0
package import Foundation

extension API {
    /// All groups of every state, page by page.
    package struct ListGroups: WireOperation {
        package static let isRead = true
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "NextToken": .optional(.nextToken),
            "MaxResults": .optional(.maxResults),
            "Filters": .optional(.structure(ListGroupsFilters.members)),
        ]

        package var organizationID: String
        package var nextToken: String?
        package var maxResults: Int?
        package var filters: ListGroupsFilters?

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case nextToken = "NextToken"
            case maxResults = "MaxResults"
            case filters = "Filters"
        }

        package struct Output: Codable, Sendable {
            package var groups: [Group]?
            package var nextToken: String?

            enum CodingKeys: String, CodingKey {
                case groups = "Groups"
                case nextToken = "NextToken"
            }
        }
    }

    /// One group.
    package struct DescribeGroup: WireOperation {
        package static let isRead = true
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "GroupId": .required(.entityIdentifier),
        ]

        package var organizationID: String
        package var groupID: String

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case groupID = "GroupId"
        }

        package struct Output: Codable, Sendable {
            package var groupID: String?
            package var name: String?
            package var email: String?
            package var state: String?
            package var enabledDate: Date?
            package var disabledDate: Date?
            package var hiddenFromGlobalAddressList: Bool?

            enum CodingKeys: String, CodingKey {
                case groupID = "GroupId"
                case name = "Name"
                case email = "Email"
                case state = "State"
                case enabledDate = "EnabledDate"
                case disabledDate = "DisabledDate"
                case hiddenFromGlobalAddressList = "HiddenFromGlobalAddressList"
            }
        }
    }

    /// A new group: DISABLED, without an address.
    package struct CreateGroup: WireOperation {
        package static let isRead = false
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "Name": .required(.groupName),
            "HiddenFromGlobalAddressList": .optional(.boolean),
        ]

        package var organizationID: String
        package var name: String
        package var hiddenFromGlobalAddressList: Bool?

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case name = "Name"
            case hiddenFromGlobalAddressList = "HiddenFromGlobalAddressList"
        }

        package struct Output: Codable, Sendable {
            package var groupID: String?

            enum CodingKeys: String, CodingKey {
                case groupID = "GroupId"
            }
        }
    }

    /// Whether a group is hidden from the address book: all that can be changed of one.
    package struct UpdateGroup: WireOperation {
        package static let isRead = false
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "GroupId": .required(.entityIdentifier),
            "HiddenFromGlobalAddressList": .optional(.boolean),
        ]

        package var organizationID: String
        package var groupID: String
        package var hiddenFromGlobalAddressList: Bool?

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case groupID = "GroupId"
            case hiddenFromGlobalAddressList = "HiddenFromGlobalAddressList"
        }

        package typealias Output = NoOutput
    }

    /// Removes a DISABLED group for good.
    package struct DeleteGroup: WireOperation {
        package static let isRead = false
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "GroupId": .required(.entityIdentifier),
        ]

        package var organizationID: String
        package var groupID: String

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case groupID = "GroupId"
        }

        package typealias Output = NoOutput
    }

    /// `Group` of the model.
    package struct Group: Codable, Sendable {
        package var id: String?
        package var email: String?
        package var name: String?
        package var state: String?
        package var enabledDate: Date?
        package var disabledDate: Date?

        enum CodingKeys: String, CodingKey {
            case id = "Id"
            case email = "Email"
            case name = "Name"
            case state = "State"
            case enabledDate = "EnabledDate"
            case disabledDate = "DisabledDate"
        }
    }

    /// `ListGroupsFilters` of the model. At most one member a request.
    package struct ListGroupsFilters: Codable, Sendable {
        package static let members: WireMembers = [
            "NamePrefix": .optional(.string),
            "PrimaryEmailPrefix": .optional(.string),
            "State": .optional(.entityState),
        ]

        package var namePrefix: String?
        package var primaryEmailPrefix: String?
        package var state: String?

        enum CodingKeys: String, CodingKey {
            case namePrefix = "NamePrefix"
            case primaryEmailPrefix = "PrimaryEmailPrefix"
            case state = "State"
        }
    }
}
