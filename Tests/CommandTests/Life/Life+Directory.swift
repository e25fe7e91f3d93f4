// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import LDAP
import TestSupport
import Testing

/// What is done in the directory: by its administrator, over LDAP, and written down in the book.
extension Life {
    func change(_ dn: String, _ lines: String...) async throws {
        try await writer.modify(ldif: "dn: \(dn)\nchangetype: modify\n\(lines.joined(separator: "\n"))\n-\n")
    }

    /// Replaces an attribute of somebody; `nil` removes it.
    func set(_ attribute: String, of index: Int, to value: String?) async throws {
        let line = value.map { ["\(attribute): \($0)"] } ?? []
        let dn = book.dn(of: book.people[index])
        try await writer.modify(
            ldif: (["dn: \(dn)", "changetype: modify", "replace: \(attribute)"] + line).joined(separator: "\n")
                + "\n-\n")
    }

    func rename(_ dn: String, to name: String, below parent: String? = nil) async throws {
        try await writer.modify(
            ldif: "dn: \(dn)\nchangetype: modrdn\nnewrdn: \(name)\ndeleteoldrdn: 1\n"
                + (parent.map { "newsuperior: \($0)\n" } ?? ""))
    }

    func makeUnits() async throws {
        for index in book.units.indices {
            try await writer.addOU(book.units[index].name, below: book.units[index].parent.map { book.dn(ofUnit: $0) })
        }
        try await writer.modify(
            ldif: "dn: \(book.group)\nchangetype: add\nobjectClass: group\nsAMAccountName: MailPeople\n")
    }

    /// Adds somebody, mostly as a member of the group, where there is one.
    func addPerson(account: String? = nil, mail: Bool, in unit: Int) async throws {
        let number = number()
        let (cn, account) = ("Person \(number)", account ?? "p\(number)")
        let address = mail ? "p\(number)@example.com" : nil
        var lines = ["dn: CN=\(cn),\(book.dn(ofUnit: unit))", "changetype: add", "objectClass: user"]
        lines += ["sAMAccountName: \(account)", "userPrincipalName: \(account)@corp.example.com"]
        lines += ["userAccountControl: 544", "displayName: \(cn)", "givenName: Person", "sn: \(number)"]
        if let address { lines.append("mail: \(address)") }
        try await writer.modify(ldif: lines.joined(separator: "\n") + "\n")
        let dn = "CN=\(cn),\(book.dn(ofUnit: unit))"
        let guid = try await writer.withAdministrator { connection in
            try #require(
                ObjectGUID(
                    bytes: try await connection.read(.text(dn), attributes: ["objectGUID"])?.first("objectGUID") ?? []))
        }
        var person = LifePerson(number: number, guid: guid, cn: cn, account: account, unit: unit, mail: address)
        if let address { person.addresses.insert(address) }
        book.people.append(person)
        if book.hasGroup, !chance.isOne(in: 5) { try await setMember(book.people.count - 1, true) }
    }

    func setMember(_ index: Int, _ isMember: Bool) async throws {
        try await change(
            book.group, isMember ? "add: member" : "delete: member", "member: \(book.dn(of: book.people[index]))")
        book.people[index].isInGroup = isMember
    }

    func setMail(_ index: Int, _ mail: String?) async throws {
        try await set("mail", of: index, to: mail)
        book.people[index].mail = mail
        if let mail { book.people[index].addresses.insert(mail) }
    }

    func switchOff(_ index: Int, _ isOff: Bool) async throws {
        try await set("userAccountControl", of: index, to: isOff ? "546" : "544")
        book.people[index].isSwitchedOff = isOff
    }

    /// Lets an account expire at a moment; `nil` for never.
    func setExpiry(_ index: Int, _ moment: Date?) async throws {
        // A FILETIME ([MS-ADA1] 2.1).
        let ticks = moment.map { Int64($0.timeIntervalSince1970.rounded() + 11_644_473_600) * 10_000_000 } ?? 0
        try await set("accountExpires", of: index, to: "\(ticks)")
        book.people[index].expires = moment.map { Date(timeIntervalSince1970: $0.timeIntervalSince1970.rounded()) }
    }

    func move(_ index: Int, to unit: Int) async throws {
        let person = book.people[index]
        try await rename(book.dn(of: person), to: "CN=\(person.cn)", below: book.dn(ofUnit: unit))
        book.people[index].unit = unit
    }

    func delete(_ index: Int) async throws {
        try await writer.modify(ldif: "dn: \(book.dn(of: book.people[index]))\nchangetype: delete\n")
        book.people[index].existence = .deleted
        book.people[index].isInGroup = false
    }

    /// Brings somebody back from the tombstone, with what the server still has of them.
    func restore(_ index: Int) async throws {
        let person = book.people[index]
        try await writer.reanimate(person.cn, guid: "\(person.guid)", to: book.dn(of: person))
        let dn = book.dn(of: person)
        let entry = try await writer.withAdministrator { connection in
            try #require(
                try await connection.read(
                    .text(dn), attributes: ["mail", "userAccountControl", "accountExpires", "sAMAccountName"]))
        }
        book.people[index].existence = .here
        book.people[index].mail = entry.strings("mail")?.first
        book.people[index].account = entry.strings("sAMAccountName")?.first ?? ""
        book.people[index].expires =
            entry.strings("accountExpires")?.first.flatMap(AccountExpiry.init(ldapValue:))?.date
        let control = entry.strings("userAccountControl")?.first.flatMap { Int($0) } ?? 0
        book.people[index].isSwitchedOff = control & 2 != 0
    }
}
