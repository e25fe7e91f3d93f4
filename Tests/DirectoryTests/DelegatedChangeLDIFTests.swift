// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import LDAP
import TestSupport
import Testing

/// A delegated change as LDIF, for whoever applies it by hand.
@Suite struct `A delegated change as LDIF` {
    static func change(_ changes: [AttributeChange], dn: String = "CN=Ana,DC=corp") throws -> DelegatedChange {
        DelegatedChange(guid: try #require(ObjectGUID(bytes: [UInt8](0..<16))), dn: dn, changes: changes)
    }

    @Test func `deletes exactly the old value and adds the new one`() throws {
        let change = try Self.change([
            AttributeChange(attribute: "title", old: "Head", new: "Head of R&D"),
            AttributeChange(attribute: "department", old: nil, new: "R&D"),
            AttributeChange(attribute: "l", old: "Berlin", new: nil),
            AttributeChange(attribute: "co", old: "same", new: "same"),
        ])
        #expect(
            change.ldif == """
                dn: CN=Ana,DC=corp
                changetype: modify
                delete: title
                title: Head
                -
                add: title
                title: Head of R&D
                -
                add: department
                department: R&D
                -
                delete: l
                l: Berlin
                -


                """)
    }

    @Test func `is empty when nothing changes`() throws {
        #expect(try Self.change([]).ldif.isEmpty)
        #expect(try Self.change([AttributeChange(attribute: "l", old: "é", new: "é")]).ldif.isEmpty)
        // The same letter, and not the same bytes.
        #expect(try !Self.change([AttributeChange(attribute: "l", old: "e\u{301}", new: "\u{e9}")]).ldif.isEmpty)
        #expect(
            AttributeChange(attribute: "l", old: nil, new: "e\u{301}")
                != AttributeChange(attribute: "l", old: nil, new: "\u{e9}"))
    }

    @Test(
        "a value that is no SAFE-STRING is base64",
        arguments: [
            (" a", ":: IGE="), ("a ", ":: YSA="), (":a", ":: OmE="), ("<a", ":: PGE="), ("é", ":: w6k="),
            ("a\nb", ":: YQpi"), ("a\rb", ":: YQ1i"), ("\u{0}", ":: AA=="), ("\u{1b}[2J", ":: G1sySg=="),
            ("\u{7f}", ":: fw=="), ("a:<b", ": a:<b"), ("#a", ": #a"), ("a  b", ": a  b"), ("", ": "),
        ])
    func encoding(value: String, written: String) throws {
        let ldif = try Self.change([AttributeChange(attribute: "title", old: nil, new: value)]).ldif
        #expect(ldif.contains("\ntitle\(written)\n"), "\(ldif)")
    }

    @Test func `cannot be made into another record by a name`() throws {
        let ldif = try Self.change(
            [AttributeChange(attribute: "title\n-\nadd: x", old: nil, new: "a")], dn: "CN=a\ndn: CN=b"
        ).ldif
        #expect(ldif == "dn:: Q049YQpkbjogQ049Yg==\nchangetype: modify\nadd: title-addx\ntitle-addx: a\n-\n\n")
    }

    @Test func `of odd values means the same to ldapmodify, and only while the old value is there`() async throws {
        try await SambaDomainController.with { controller in
            try await controller.addOU("Käthe\\, R&D")
            let unit = "OU=Käthe\\, R&D,\(controller.baseDN)"
            let guid = try await controller.addUser("Ana", in: unit)
            func value(_ connection: LDAPConnection) async throws -> (dn: String, value: String?) {
                let entry = try await connection.read(.guid(guid.bytes), attributes: ["info"])
                return (entry?.dn ?? "", entry?.string("info"))
            }
            try await controller.withAdministrator { connection in
                var old: String?
                let values: [String?] = [
                    " leading space", "trailing ", ": colon", "<less", "Jürgen Groß", "two\nlines", "a\r\nb\n",
                    String(repeating: "0123456789abcdef", count: 16), String(repeating: "ü", count: 256), "👩‍👩‍👧 直子",
                    "e\u{301}", "\u{feff}x", "- a\n-", "tab\there", nil, "Head", "head", nil,
                ]
                for new in values {
                    let dn = try await value(connection).dn
                    let change = DelegatedChange(
                        guid: guid, dn: dn, changes: [AttributeChange(attribute: "info", old: old, new: new)])
                    // Applied by a tool that is not ours.
                    try await controller.modify(ldif: change.ldif)
                    let now = try await value(connection).value
                    #expect(now.map { Array($0.utf8) } == new.map { Array($0.utf8) }, "\(new ?? "-")")
                    // The server's own comparison does not see a change of letter case.
                    if old?.lowercased() != new?.lowercased() {
                        await #expect(throws: LabFailure.self) { try await controller.modify(ldif: change.ldif) }
                    }
                    old = new
                }
            }
        }
    }
}
