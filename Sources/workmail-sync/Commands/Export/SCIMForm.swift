// SPDX-License-Identifier: Apache-2.0
import Foundation
import Sync
import WorkMail

/// SCIM resources (RFC 7643), one a line: groups and users, without those that are DELETED, whose names may be somebody
/// else's by now.
struct SCIMForm: ExportForm {
    func text(of record: ExportRecord) throws -> String {
        switch record {
        case .group(let group) where group.state != "DELETED": try JSONDocument.line(SCIMGroup(group)) + "\n"
        case .user(let user) where user.state != "DELETED": try JSONDocument.line(SCIMUser(user)) + "\n"
        default: ""
        }
    }
}

/// RFC 7643 §4.1 with the extension of §4.3.
struct SCIMUser: Encodable {
    static let core = "urn:ietf:params:scim:schemas:core:2.0:User"
    static let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

    struct Name: Encodable {
        var formatted: String?
        var familyName: String?
        var givenName: String?
    }

    struct Email: Encodable {
        var value: String
        var type: String
        var primary: Bool
    }

    struct PhoneNumber: Encodable {
        var value: String
        var type = "work"
    }

    struct Address: Encodable {
        var type = "work"
        var formatted: String?
        var streetAddress: String?
        var locality: String?
        var postalCode: String?
        /// Two letters of ISO 3166-1 and nothing else (§4.1.2).
        var country: String?
    }

    struct Enterprise: Encodable {
        var employeeNumber: String
        var organization: String?
        var department: String?
    }

    enum CodingKeys: String, CodingKey {
        case schemas, id, externalId, meta, userName, name, displayName, title, active, emails, phoneNumbers
        case addresses, groups
        case extended = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
    }

    var schemas = [core, enterprise]
    var id: String
    /// The objectGUID of the person where there is one.
    var externalId: String
    var meta = SCIMMeta(resourceType: "User")
    var userName: String
    var name: Name
    var displayName: String?
    var title: String?
    var active: Bool
    var emails: [Email]?
    var phoneNumbers: [PhoneNumber]?
    var addresses: [Address]?
    var groups: [SCIMReference]?
    var extended: Enterprise

    init(_ user: ExportedUser) {
        func filled(_ text: String) -> String? { text.isEmpty ? nil : text }
        func filled<Value>(_ values: [Value]) -> [Value]? { values.isEmpty ? nil : values }
        let profile = user.profile
        id = user.id
        externalId = user.person?.objectGUID ?? user.id
        userName = user.name
        name = Name(
            formatted: filled(profile.displayName), familyName: filled(profile.lastName),
            givenName: filled(profile.firstName))
        displayName = filled(profile.displayName)
        title = filled(profile.jobTitle)
        active = user.state == "ENABLED"
        emails = filled(
            (user.email.map { [Email(value: $0, type: "work", primary: true)] } ?? [])
                + user.aliases.map { Email(value: $0, type: "other", primary: false) })
        phoneNumbers = filled(profile.telephone).map { [PhoneNumber(value: $0)] }
        let isCode = profile.country.utf8.count == 2 && profile.country.utf8.allSatisfy { (65...90).contains($0) }
        let lines = [profile.street, [profile.zipCode, profile.city].filter { !$0.isEmpty }.joined(separator: " ")]
        let formatted = (lines + [profile.country]).filter { !$0.isEmpty }.joined(separator: "\n")
        addresses = filled(formatted).map {
            [
                Address(
                    formatted: $0, streetAddress: filled(profile.street), locality: filled(profile.city),
                    postalCode: filled(profile.zipCode), country: isCode ? profile.country : nil)
            ]
        }
        groups = filled(user.groups.map { SCIMReference(value: $0.id, display: $0.name, type: "direct") })
        extended = Enterprise(
            employeeNumber: user.id, organization: filled(profile.company), department: filled(profile.department))
    }
}

/// RFC 7643 §4.2.
struct SCIMGroup: Encodable {
    static let core = "urn:ietf:params:scim:schemas:core:2.0:Group"

    var schemas = [core]
    var id: String
    var externalId: String
    var meta = SCIMMeta(resourceType: "Group")
    var displayName: String
    var members: [SCIMReference]

    init(_ group: ExportedGroup) {
        id = group.id
        externalId = group.id
        displayName = group.name
        members = group.members.map {
            SCIMReference(value: $0.id, display: $0.name, type: $0.type == "GROUP" ? "Group" : "User")
        }
    }
}

struct SCIMMeta: Encodable {
    var resourceType: String
}

struct SCIMReference: Encodable {
    var value: String
    var display: String
    var type: String
}
