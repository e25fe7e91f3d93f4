// SPDX-License-Identifier: Apache-2.0

extension API {
    /// "Enable": a mailbox and a primary address for a user, group or resource; by id or name.
    package struct RegisterToWorkMail: WireOperation {
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

    /// "Disable"; by id, name or address.
    package struct DeregisterFromWorkMail: WireOperation {
        package static let isRead = false
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "EntityId": .required(.entityIdentifier),
        ]

        package var organizationID: String
        package var entityID: String

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case entityID = "EntityId"
        }

        package typealias Output = NoOutput
    }
}
