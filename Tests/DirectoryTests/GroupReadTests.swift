// SPDX-License-Identifier: Apache-2.0
import LDAP
import TestSupport
import Testing

@testable import Directory

@Suite struct `Decoding a group` {
    private static let dn = "CN=Team,DC=corp"
    private static let sid: [UInt8] = [1, 2, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0, 0xE9, 3, 0, 0]

    private static func entry(_ changes: [String: [UInt8]?] = [:], dn: String = dn) -> LDAPEntry {
        var attributes: [String: [UInt8]?] = [
            "objectGUID": [UInt8](0..<16), "objectSid": sid, "sAMAccountName": Array("team".utf8),
            "displayName": Array("The Team".utf8), "mail": Array("team@example.com".utf8),
            "groupType": Array("-2147483646".utf8),
        ]
        attributes.merge(changes) { $1 }
        return LDAPEntry(dn: dn, attributes: attributes.compactMap { name, value in value.map { (name, [$0]) } })
    }

    @Test func `puts everything in its place`() throws {
        let guid = try #require(ObjectGUID(bytes: [UInt8](0..<16)))
        let group = DirectoryGroup(
            guid: guid, sid: try #require(ObjectSID(bytes: Self.sid)), dn: Self.dn, sAMAccountName: "team",
            displayName: "The Team", mail: "team@example.com", isSecurity: true)
        try #expect(DirectoryGroup.decode(Self.entry()) == group)
        try #expect(DirectoryGroup.decode(Self.entry(["groupType": Array("8".utf8)]))?.isSecurity == false)
        let bare = try DirectoryGroup.decode(Self.entry(["mail": [0xFF], "displayName": nil as [UInt8]?]))
        #expect(bare?.mail == nil && bare?.displayName == nil, "what only describes is absent when it cannot be read")
    }

    @Test func `leaves out the system's own and the losers of conflicts`() throws {
        try #expect(DirectoryGroup.decode(Self.entry(["isCriticalSystemObject": Array("TRUE".utf8)])) == nil)
        try #expect(DirectoryGroup.decode(Self.entry(["groupType": Array("-2147483643".utf8)])) == nil)
        try #expect(DirectoryGroup.decode(Self.entry(dn: "CN=Team\\0ACNF:3f2504e0-4f89,DC=corp")) == nil)
    }

    @Test(arguments: ["objectGUID", "objectSid", "sAMAccountName", "groupType"])
    func `takes an entry without what it needs for an issue`(attribute: String) throws {
        for value in [nil, [0xFF]] as [[UInt8]?] {
            let issue = #expect(throws: DirectoryIssue.self) {
                try DirectoryGroup.decode(Self.entry([attribute: value]))
            }
            #expect(issue?.attribute == attribute && issue?.dn == Self.dn)
        }
    }
}

@Suite(.tags(.server), .requiresSamba) struct `The groups of a real domain` {
    @Test func `are read page by page, without those the domain lives by`() async throws {
        try await SambaDomainController.with(people: .demo) { controller in
            try await controller.modify(
                ldif: "dn: CN=Verteiler Süd,CN=Users,\(controller.baseDN)\nchangetype: add\nobjectClass: group\n"
                    + "sAMAccountName: sued\ngroupType: 8\nmail: sued@example.com\n")
            var configuration = try controller.configuration()
            configuration.pageSize = 10
            try await ActiveDirectory.connect(configuration) { directory in
                var groups: [DirectoryGroup] = []
                var pages = 0
                let issues = try await directory.readGroups { page in
                    pages += 1
                    groups += page
                }
                #expect(issues.isEmpty && pages > 1)
                #expect(Set(groups.map(\.guid)).count == groups.count)
                let names = Set(groups.map(\.sAMAccountName))
                #expect(names.isDisjoint(with: ["Domain Admins", "Domain Users", "Administrators", "Users", "Guests"]))
                let list = try #require(groups.first { $0.sAMAccountName == "sued" })
                #expect(!list.isSecurity && list.mail == "sued@example.com" && list.dn.hasPrefix("CN=Verteiler Süd,"))
                #expect(names.isSuperset(of: ["allstaff", "officeberlin"]) && groups.contains { $0.isSecurity })
            }
        }
    }
}
