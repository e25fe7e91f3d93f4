// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Sync
import WorkMail

/// Entries for a directory that has the schemas core, cosine and inetorgperson (RFC 4519, 4524, 2798).
///
/// Entries are named by the organization's ids, since names may be equal to a directory that are two to the organization.
struct LDIFForm: ExportForm {
    private var base: String?
    private var skipped = 0

    init(baseDN: String?) { base = baseDN }

    static func isBase(_ text: String) -> Bool { !text.isEmpty && DistinguishedName(text) != nil }

    mutating func text(of record: ExportRecord) -> String {
        var lines = LDIFLines()
        switch record {
        case .organization(let organization): begin(organization, &lines)
        case .group(let group): add(group, &lines)
        case .user(let user): add(user, &lines)
        case .person(let person):
            let name = person.origin?.sAMAccountName ?? "?"
            lines.comment("no account: \(name) (\(person.objectGUID)), \(person.decision?.verdict ?? "undecided")")
        case .end(let end):
            lines.comment(
                "end: \(end.groups) groups, \(end.users) users, of them \(skipped) DELETED and no entries; \(end.unread) "
                    + "with something that could not be read")
        }
        return lines.text
    }

    private mutating func begin(_ organization: ExportedOrganization, _ lines: inout LDIFLines) {
        lines.add("version", "1")
        lines.comment(
            "\(organization.alias) (\(organization.id)), exported at \(ExportDate.text(organization.exportedAt))")
        lines.end()
        let labels = organization.defaultMailDomain.split(separator: ".").map { "dc=\($0)" }
        base = base ?? labels.joined(separator: ",")
    }

    private func dn(user id: String) -> String { LDIFLines.dn("employeeNumber", id, below: base ?? "") }
    private func dn(group id: String) -> String { LDIFLines.dn("uid", id, below: base ?? "") }

    private mutating func add(_ user: ExportedUser, _ lines: inout LDIFLines) {
        guard user.state != "DELETED" else {
            skipped += 1
            lines.comment("DELETED user: \(user.name) (\(user.id))")
            return lines.end()
        }
        let profile = user.profile
        lines.add("dn", dn(user: user.id))
        for name in ["top", "person", "organizationalPerson", "inetOrgPerson"] { lines.add("objectClass", name) }
        lines.add("employeeNumber", user.id)
        func put(_ attribute: String, _ value: String) { lines.add(unlessEmpty: attribute, Self.text(value)) }
        put("uid", user.name)
        put("cn", [profile.displayName, user.name].first { !$0.isEmpty } ?? user.id)
        put("sn", [profile.lastName, profile.displayName, user.name].first { !$0.isEmpty } ?? user.id)
        put("displayName", profile.displayName)
        put("givenName", profile.firstName)
        put("initials", profile.initials)
        put("street", profile.street)
        put("title", profile.jobTitle)
        put("l", profile.city)
        put("o", profile.company)
        put("postalCode", profile.zipCode)
        put("ou", profile.department)
        put("physicalDeliveryOfficeName", profile.office)
        put("employeeType", user.role)
        var others = Self.addresses(user.email, user.aliases)
        if let email = user.email {
            // IA5String: an address that the service has and its own pattern refuses stays out.
            if email.utf8.allSatisfy({ $0 < 0x80 }) { put("mail", email) }
        }
        if Self.isTelephoneNumber(profile.telephone) {
            put("telephoneNumber", profile.telephone)
        } else {
            others.append(("telephone", profile.telephone))
        }
        others += [("country", profile.country), ("state", user.state)]
        if profile.hiddenFromGlobalAddressList { others.append(("hiddenFromGlobalAddressList", "true")) }
        Self.describe(others + Self.more(user), &lines)
        lines.end()
    }

    private mutating func add(_ group: ExportedGroup, _ lines: inout LDIFLines) {
        guard group.state != "DELETED" else {
            lines.comment("DELETED group: \(group.name) (\(group.id))")
            return lines.end()
        }
        lines.add("dn", dn(group: group.id))
        for name in ["top", "groupOfNames", "uidObject"] { lines.add("objectClass", name) }
        lines.add("uid", group.id)
        lines.add("cn", Self.text(group.name.isEmpty ? group.id : group.name))
        for member in group.members {
            lines.add("member", member.type == "GROUP" ? dn(group: member.id) : dn(user: member.id))
        }
        // The class wants one; the DN of nothing is what directories take for none.
        if group.members.isEmpty { lines.add("member", "") }
        var others = Self.addresses(group.email, group.aliases) + [("state", group.state)]
        if group.hiddenFromGlobalAddressList == true { others.append(("hiddenFromGlobalAddressList", "true")) }
        others += group.unread.map { ("unread", $0) }
        Self.describe(others, &lines)
        lines.end()
    }

    private static func addresses(_ email: String?, _ aliases: [String]) -> [(String, String)] {
        (email.map { [("proxyAddresses", "SMTP:\($0)")] } ?? []) + aliases.map { ("proxyAddresses", "smtp:\($0)") }
    }

    private static func more(_ user: ExportedUser) -> [(String, String)] {
        var more: [(String, String)] = []
        let dates = [
            ("enabledDate", user.enabledDate), ("disabledDate", user.disabledDate),
            ("mailboxProvisionedDate", user.mailboxProvisionedDate),
            ("mailboxDeprovisionedDate", user.mailboxDeprovisionedDate),
        ]
        more += dates.compactMap { name, date in date.map { (name, ExportDate.text($0)) } }
        if let quota = user.quotaMegabytes { more.append(("quotaMegabytes", "\(quota)")) }
        if let size = user.sizeMegabytes { more.append(("sizeMegabytes", "\(size)")) }
        more += user.permissions.map { ("permission", $0.line) }
        more += user.deviceOverrides.map { ("deviceOverride", "\($0.deviceID) \($0.effect)") }
        if let former = user.formerEmail ?? user.snapshot?.primary { more.append(("formerEmail", former)) }
        let formerAliases = user.formerEmail == nil ? user.snapshot?.aliases ?? [] : user.formerAliases
        more += formerAliases.map { ("formerAlias", $0) }
        if let person = user.person {
            more.append(("objectGUID", person.objectGUID))
            if let origin = person.origin {
                more += [("objectSid", origin.objectSid), ("distinguishedName", origin.dn)]
            }
            if let decision = person.decision {
                let email = decision.email.map { " \($0)" } ?? ""
                more.append(
                    ("decision", "\(decision.verdict)\(email) by \(decision.by) at \(ExportDate.text(decision.at))"))
            }
        }
        return more + user.unread.map { ("unread", $0) }
    }

    /// What has no attribute of its own.
    private static func describe(_ others: [(name: String, value: String)], _ lines: inout LDIFLines) {
        for (name, value) in others where !value.isEmpty { lines.add("description", text("\(name)=\(value)")) }
    }

    /// A value as the syntax DirectoryString takes it, which has no U+0000.
    private static func text(_ value: String) -> String {
        guard value.utf8.contains(0) else { return value }
        return value.unicodeScalars.map { $0 == "\0" ? "\\0" : String($0) }.joined()
    }

    /// PrintableString, and something left without spaces and hyphens: RFC 4517, 3.3.31, as slapd checks it.
    private static func isTelephoneNumber(_ text: String) -> Bool {
        let allowed = Set("'()+,-./:?= ".utf8)
        return text.utf8.contains { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "-") }
            && text.utf8.allSatisfy { byte in
                allowed.contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            }
    }
}
