// SPDX-License-Identifier: Apache-2.0
import Foundation
import Sync
import WorkMail

/// One row an account, for spreadsheets.
struct CSVForm: ExportForm {
    private static let columns = [
        "type", "id", "name", "displayName", "state", "role", "email", "aliases", "formerEmail", "formerAliases",
        "firstName", "lastName", "initials", "telephone", "street", "jobTitle", "city", "company", "zipCode",
        "department",
        "country", "office", "hiddenFromGlobalAddressList", "quotaMegabytes", "sizeMegabytes", "permissions",
        "deviceOverrides", "groups", "members", "enabledDate", "disabledDate", "mailboxProvisionedDate",
        "mailboxDeprovisionedDate", "createdHere", "objectGUID", "objectSid", "dn", "domain", "verdict",
        "decidedAddress",
        "decidedBy", "decidedAt", "decisionReason", "decisionSettled", "unread",
    ]

    func text(of record: ExportRecord) -> String {
        switch record {
        case .organization: Self.columns.joined(separator: ",") + "\r\n"
        case .group(let group): Self.row(Self.values(group))
        case .user(let user): Self.row(Self.values(user))
        case .person(let person): Self.row(Self.values(person).merging(["type": "PERSON"]) { $1 })
        case .end: ""
        }
    }

    /// Everything has a column, since a value that has none would be lost without a word.
    private static func row(_ values: [String: String]) -> String {
        assert(Set(values.keys).isSubset(of: columns))
        return columns.map { CSVField.text(values[$0] ?? "") }.joined(separator: ",") + "\r\n"
    }

    private static func values(_ group: ExportedGroup) -> [String: String] {
        [
            "type": "GROUP", "id": group.id, "name": group.name, "state": group.state, "email": group.email ?? "",
            "aliases": joined(group.aliases), "formerEmail": group.formerEmail ?? "",
            "formerAliases": joined(group.formerAliases), "enabledDate": text(group.enabledDate),
            "disabledDate": text(group.disabledDate),
            "hiddenFromGlobalAddressList": group.hiddenFromGlobalAddressList.map { "\($0)" } ?? "",
            "members": joined(group.members.map(\.name)), "unread": joined(group.unread),
        ]
    }

    private static func values(_ user: ExportedUser) -> [String: String] {
        let profile = user.profile
        let own = [
            "type": "USER", "id": user.id, "name": user.name, "displayName": profile.displayName, "state": user.state,
            "role": user.role, "email": user.email ?? "", "aliases": joined(user.aliases),
            "formerEmail": user.formerEmail ?? user.snapshot?.primary ?? "",
            "formerAliases": joined(user.formerEmail == nil ? user.snapshot?.aliases ?? [] : user.formerAliases),
            "firstName": profile.firstName, "lastName": profile.lastName, "initials": profile.initials,
            "telephone": profile.telephone, "street": profile.street, "jobTitle": profile.jobTitle,
            "city": profile.city, "company": profile.company, "zipCode": profile.zipCode,
            "department": profile.department, "country": profile.country, "office": profile.office,
            "hiddenFromGlobalAddressList": "\(profile.hiddenFromGlobalAddressList)",
            "quotaMegabytes": user.quotaMegabytes.map { "\($0)" } ?? "",
            "sizeMegabytes": user.sizeMegabytes.map { "\($0)" } ?? "",
            "permissions": joined(user.permissions.map(\.line)),
            "deviceOverrides": joined(user.deviceOverrides.map { "\($0.deviceID) \($0.effect)" }),
            "groups": joined(user.groups.map(\.name)), "enabledDate": text(user.enabledDate),
            "disabledDate": text(user.disabledDate), "mailboxProvisionedDate": text(user.mailboxProvisionedDate),
            "mailboxDeprovisionedDate": text(user.mailboxDeprovisionedDate), "createdHere": "\(user.createdHere)",
            "unread": joined(user.unread),
        ]
        return user.person.map { own.merging(values($0)) { a, _ in a } } ?? own
    }

    private static func values(_ person: ExportedPerson) -> [String: String] {
        [
            "objectGUID": person.objectGUID, "objectSid": person.origin?.objectSid ?? "",
            "name": person.origin?.sAMAccountName ?? "", "displayName": person.origin?.displayName ?? "",
            "dn": person.origin?.dn ?? "", "domain": person.origin?.domain ?? "",
            "verdict": person.decision?.verdict ?? "", "decidedAddress": person.decision?.email ?? "",
            "decidedBy": person.decision?.by ?? "", "decidedAt": text(person.decision?.at),
            "decisionReason": person.decision?.reason ?? "",
            "decisionSettled": person.decision.map { "\($0.isSettled)" } ?? "",
        ]
    }

    private static func text(_ date: Date?) -> String { date.map(ExportDate.text) ?? "" }

    private static func joined(_ values: [String]) -> String { CSVField.joined(values) }
}

extension ExportedPermission {
    /// Such as `ana (S-1-…) FULL_ACCESS+SEND_AS`.
    var line: String { "\(name ?? "?") (\(grantee)) \(rights.joined(separator: "+"))" }
}
