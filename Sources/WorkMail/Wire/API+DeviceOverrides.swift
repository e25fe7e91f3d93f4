// SPDX-License-Identifier: Apache-2.0
package import Foundation

extension API {
    /// What was decided about single devices, of one user or of all.
    package struct ListMobileDeviceAccessOverrides: WireOperation {
        package static let isRead = true
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "UserId": .optional(.entityIdentifier),
            "DeviceId": .optional(.deviceID),
            "NextToken": .optional(.nextToken),
            "MaxResults": .optional(.maxResults),
        ]

        package var organizationID: String
        package var userID: String?
        package var deviceID: String?
        package var nextToken: String?
        package var maxResults: Int?

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case userID = "UserId"
            case deviceID = "DeviceId"
            case nextToken = "NextToken"
            case maxResults = "MaxResults"
        }

        package struct Output: Codable, Sendable {
            package var overrides: [MobileDeviceAccessOverride]?
            package var nextToken: String?

            enum CodingKeys: String, CodingKey {
                case overrides = "Overrides"
                case nextToken = "NextToken"
            }
        }
    }

    /// What was decided about one device of one user.
    package struct GetMobileDeviceAccessOverride: WireOperation {
        package static let isRead = true
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "UserId": .required(.entityIdentifier),
            "DeviceId": .required(.deviceID),
        ]

        package var organizationID: String
        package var userID: String
        package var deviceID: String

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case userID = "UserId"
            case deviceID = "DeviceId"
        }

        package struct Output: Codable, Sendable {
            package var userID: String?
            package var deviceID: String?
            package var effect: String?
            package var description: String?
            package var dateCreated: Date?
            package var dateModified: Date?

            enum CodingKeys: String, CodingKey {
                case userID = "UserId"
                case deviceID = "DeviceId"
                case effect = "Effect"
                case description = "Description"
                case dateCreated = "DateCreated"
                case dateModified = "DateModified"
            }
        }
    }

    /// Decides about one device of one user, whatever the rules say.
    package struct PutMobileDeviceAccessOverride: WireOperation {
        package static let isRead = false
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "UserId": .required(.entityIdentifier),
            "DeviceId": .required(.deviceID),
            "Effect": .required(.mobileDeviceAccessRuleEffect),
            "Description": .optional(.mobileDeviceAccessRuleDescription),
        ]

        package var organizationID: String
        package var userID: String
        package var deviceID: String
        package var effect: String
        package var description: String?

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case userID = "UserId"
            case deviceID = "DeviceId"
            case effect = "Effect"
            case description = "Description"
        }

        package typealias Output = NoOutput
    }

    /// Takes such a decision back.
    package struct DeleteMobileDeviceAccessOverride: WireOperation {
        package static let isRead = false
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "UserId": .required(.entityIdentifier),
            "DeviceId": .required(.deviceID),
        ]

        package var organizationID: String
        package var userID: String
        package var deviceID: String

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case userID = "UserId"
            case deviceID = "DeviceId"
        }

        package typealias Output = NoOutput
    }

    /// `MobileDeviceAccessOverride` of the model.
    package struct MobileDeviceAccessOverride: Codable, Sendable {
        package var userID: String?
        package var deviceID: String?
        package var effect: String?
        package var description: String?
        package var dateCreated: Date?
        package var dateModified: Date?

        enum CodingKeys: String, CodingKey {
            case userID = "UserId"
            case deviceID = "DeviceId"
            case effect = "Effect"
            case description = "Description"
            case dateCreated = "DateCreated"
            case dateModified = "DateModified"
        }
    }
}
