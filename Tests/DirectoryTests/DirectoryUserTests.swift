// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import LDAP
import Testing

/// From an entry as it comes off the wire to a user, or to an issue that names entry and attribute.
@Suite struct `Decoding a user` {
    static let dn = "CN=Ana Silva,OU=Staff,DC=corp,DC=example,DC=com"
    static let guid = [UInt8](0..<16)
    static let sid: [UInt8] = [1, 2, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0, 0xE9, 3, 0, 0]

    static let complete: [(description: String, values: [[UInt8]])] =
        [("objectGUID", [guid]), ("objectSid", [sid])]
        + [
            ("objectClass", ["top", "person", "organizationalPerson", "user"]), ("sAMAccountName", ["ana"]),
            ("userPrincipalName", ["ana@corp.example.com"]), ("mail", ["ana@example.com"]),
            ("proxyAddresses", ["SMTP:ana@example.com", "smtp:a@example.com"]), ("displayName", ["Ana Silva"]),
            ("givenName", ["Ana"]), ("sn", ["Silva"]), ("initials", ["AS"]), ("telephoneNumber", ["+351 1"]),
            ("streetAddress", ["Rua 1"]), ("title", ["Engineer"]), ("l", ["Lisboa"]), ("company", ["Example"]),
            ("postalCode", ["1000"]), ("department", ["R&D"]), ("co", ["Portugal"]),
            ("physicalDeliveryOfficeName", ["2.14"]), ("userAccountControl", ["514"]), ("accountExpires", ["0"]),
            ("primaryGroupID", ["513"]), ("whenChanged", ["20261124014729.0Z"]), ("uSNChanged", ["9007199254740993"]),
        ].map { ($0.0, $0.1.map { Array($0.utf8) }) }

    static func entry(replacing name: String = "", with values: [[UInt8]]? = nil) -> LDAPEntry {
        var attributes = complete.filter { $0.description != name }
        if let values { attributes.append((name, values)) }
        return LDAPEntry(dn: dn, attributes: attributes)
    }

    static func issue(_ entry: LDAPEntry) -> DirectoryIssue? {
        do throws(DirectoryIssue) { _ = try DirectoryUser(entry: entry) } catch { return error }
        return nil
    }

    @Test func `everything that is asked for ends up in its place`() throws {
        let user = try DirectoryUser(entry: Self.entry())
        #expect(user.guid.bytes == Self.guid && user.sid.description == "S-1-5-21-1001" && user.dn == Self.dn)
        #expect(user.kind == .person && user.isDisabled && user.accountExpires == .never && user.primaryGroupID == 513)
        #expect(user.sAMAccountName == "ana" && user.userPrincipalName == "ana@corp.example.com")
        #expect(user.mail == "ana@example.com" && user.proxyAddresses.primary == "ana@example.com")
        #expect(user.whenChanged == Date(timeIntervalSince1970: 1_795_484_849))
        #expect(user.uSNChanged == 9_007_199_254_740_993, "64 bits, more than a double holds")
        var personal = PersonalData()
        (personal.displayName, personal.firstName, personal.lastName) = ("Ana Silva", "Ana", "Silva")
        (personal.initials, personal.telephone, personal.street) = ("AS", "+351 1", "Rua 1")
        (personal.jobTitle, personal.city, personal.company) = ("Engineer", "Lisboa", "Example")
        (personal.zipCode, personal.department, personal.country) = ("1000", "R&D", "Portugal")
        personal.office = "2.14"
        #expect(user.personal == personal)
        let sent = Set(Self.complete.map(\.description))
        #expect(
            Set(DirectoryUser.attributes).subtracting(sent) == ["isCriticalSystemObject", "msExchRecipientTypeDetails"])
    }

    @Test func `what only describes may be missing`() throws {
        let needed: Set = ["objectGUID", "objectSid", "objectClass", "sAMAccountName", "userAccountControl"]
        let user = try DirectoryUser(
            entry: LDAPEntry(dn: Self.dn, attributes: Self.complete.filter { needed.contains($0.description) }))
        #expect(user.personal == PersonalData() && user.mail == nil && user.accountExpires == .never)
        #expect(user.displayLabel == "ana")
    }

    @Test(
        "without what identifies, an entry is an issue that names it",
        arguments: ["objectGUID", "objectSid", "sAMAccountName", "userAccountControl"])
    func missing(attribute: String) throws {
        let issue = try #require(Self.issue(Self.entry(replacing: attribute)))
        #expect(issue.attribute == attribute && issue.dn == Self.dn && issue.description.contains("is missing"))
        #expect((issue.guid == nil) == (attribute == "objectGUID"), "who it is about is said where it is known")
    }

    @Test(
        "values that mean nothing are issues",
        arguments: [
            ("objectGUID", Array("short".utf8)), ("objectSid", [1, 2, 3]), ("sAMAccountName", []),
            ("sAMAccountName", [0xFF]), ("userAccountControl", Array("many".utf8)),
            ("accountExpires", Array("soon".utf8)), ("displayName", [0x41, 0xC3]), ("mail", [0xED, 0xA0, 0x80]),
        ] as [(String, [UInt8])])
    func damaged(attribute: String, value: [UInt8]) throws {
        let issue = try #require(Self.issue(Self.entry(replacing: attribute, with: [value])))
        #expect(issue.attribute == attribute && issue.dn == Self.dn)
    }

    @Test func `two primary addresses are an issue that names both`() throws {
        let values = ["SMTP:a@example.com", "SMTP:b@example.com"].map { Array($0.utf8) }
        let issue = try #require(Self.issue(Self.entry(replacing: "proxyAddresses", with: values)))
        #expect(issue.attribute == "proxyAddresses")
        #expect(issue.problem.contains("a@example.com") && issue.problem.contains("b@example.com"))
    }

    @Test(
        "text is kept scalar for scalar",
        arguments: [
            "Jose\u{301}", "Jos\u{e9}", " Ana ", "Zoe\u{308} 👩‍👩‍👧", "a\u{0}b", "\u{feff}x",
            String(repeating: "é", count: 64),
        ])
    func text(value: String) throws {
        let user = try DirectoryUser(entry: Self.entry(replacing: "displayName", with: [Array(value.utf8)]))
        #expect(user.personal.displayName.map { Array($0.utf8) } == Array(value.utf8))
    }

    @Test(
        "only a person is a person",
        arguments: [
            (["user"], "512", false, 1001, nil, ObjectKind.person),
            (["user", "computer"], "4096", false, 1001, nil, .computer),
            (["user"], "4096", false, 1001, nil, .computer), (["user"], "8192", false, 1001, nil, .computer),
            (
                ["user", "computer", "msds-groupmanagedserviceaccount"], "4096", false, 1001, nil,
                .managedServiceAccount
            ),
            (["user"], "2080", false, 1001, nil, .trustAccount), (["user"], "512", true, 1001, nil, .systemAccount),
            (["user"], "512", false, 500, nil, .systemAccount), (["user"], "512", false, 999, nil, .systemAccount),
            (["user"], "512", false, 1000, nil, .person), (["user"], "514", false, 1001, 16, .resource),
            (["user"], "512", false, 1001, 536_870_912, .systemAccount), (["user"], "512", false, 1001, 1, .person),
            (["inetorgperson", "user"], "512", false, 1001, nil, .person),
        ] as [([String], String, Bool, UInt32, Int64?, ObjectKind)])
    func kind(classes: [String], control: String, critical: Bool, rid: UInt32, exchange: Int64?, expected: ObjectKind)
        throws
    {
        let control = try #require(UserAccountControl(ldapValue: control))
        let kind = ObjectKind(
            objectClasses: Set(classes), control: control, isCritical: critical, relativeID: rid, dn: Self.dn,
            exchangeType: exchange)
        #expect(kind == expected)
    }

    @Test func `the loser of a replication conflict is known by its name`() {
        let dn = "CN=Ana\\0ACNF:3f2504e0-4f89-11d3-9a0c-0305e82c3301,DC=corp"
        let kind = { (dn: String) in
            ObjectKind(
                objectClasses: ["user"], control: .normalAccount, isCritical: false, relativeID: 1001, dn: dn,
                exchangeType: nil)
        }
        #expect(kind(dn) == .conflictObject && kind("CN=CNF:x,DC=corp") == .person)
        // The container has lost, and not whoever is in it; a comma in the name is part of it.
        #expect(kind("CN=Ana,OU=Staff\\0ACNF:3f2504e0-4f89-11d3-9a0c-0305e82c3301,DC=corp") == .person)
        #expect(kind("CN=Ana\\, the first\\0ACNF:3f2504e0-4f89-11d3-9a0c-0305e82c3301,DC=corp") == .conflictObject)
    }
}
