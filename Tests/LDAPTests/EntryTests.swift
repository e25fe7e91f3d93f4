// SPDX-License-Identifier: Apache-2.0
import LDAP
import Testing

@Suite struct Entries {
    private let entry = LDAPEntry(
        dn: "CN=Eva,DC=x",
        attributes: [
            ("cn", [Array("Eva".utf8)]),
            ("MAIL", [Array("eva@example.com".utf8), Array("e@example.com".utf8)]),
            ("objectGUID", [[0, 0xFF, 0, 1]]),
            ("member;range=0-1", [[1], [2]]),
            ("userCertificate;binary", [[3]]),
            ("description;lang-de", [Array("Hallo".utf8)]),
            ("empty", []),
            ("blank", [[]]),
        ])

    @Test func `find an attribute whatever its case`() {
        #expect(entry.strings("mail") == ["eva@example.com", "e@example.com"])
        #expect(entry.string("CN") == "Eva")
        #expect(entry.first("objectguid") == [0, 0xFF, 0, 1])
    }

    @Test func `find an attribute whatever its options, unless options are asked for`() {
        #expect(entry.values("userCertificate") == [[3]])
        #expect(entry.values("usercertificate;BINARY") == [[3]])
        #expect(entry.values("description;lang-en").isEmpty)
        #expect(entry.string("description") == "Hallo")
    }

    @Test func `do not pass a part of an attribute's values for all of them`() {
        #expect(entry.values("member").isEmpty)
        #expect(entry.values("member;range=0-1") == [[1], [2]])
        #expect(entry.rangedValues("Member")?.range == AttributeRange(lower: 0, upper: 1))
        #expect(entry.rangedValues("Member")?.values == [[1], [2]])
        #expect(entry.rangedValues("mail") == nil)
    }

    @Test func `tell absent, without values, and an empty value apart`() {
        #expect(!entry.contains("absent") && entry.values("absent").isEmpty)
        #expect(entry.contains("empty") && entry.values("empty").isEmpty)
        #expect(entry.values("blank") == [[]])
        #expect(entry.string("blank")?.isEmpty == true)
    }

    @Test func `do not make text of bytes that are none`() {
        #expect(entry.string("objectGUID") == nil)
        #expect(entry.strings("objectGUID") == nil)
        #expect(entry.strings("absent") == [])
    }

    @Test func `list their attributes in the server's order`() {
        #expect(entry.attributes.map(\.name).prefix(3) == ["cn", "MAIL", "objectGUID"])
        #expect(entry.attributes[3].options == ["range=0-1"])
        #expect(entry.attributes[1].values.count == 2)
    }
}

@Suite struct `Attribute descriptions` {
    @Test(
        arguments: [
            ("mail", "mail", [], nil),
            ("userCertificate;binary", "userCertificate", ["binary"], nil),
            ("member;range=0-1499", "member", ["range=0-1499"], AttributeRange(lower: 0, upper: 1499)),
            ("MEMBER;Range=1500-*", "MEMBER", ["Range=1500-*"], AttributeRange(lower: 1500, upper: nil)),
            ("member;binary;range=3-3", "member", ["binary", "range=3-3"], AttributeRange(lower: 3, upper: 3)),
            ("member;range=5-2", "member", ["range=5-2"], nil),
            ("member;range=x-*", "member", ["range=x-*"], nil),
            ("member;range=", "member", ["range="], nil),
        ] as [(String, String, [String], AttributeRange?)])
    func `are split into name and options`(text: String, name: String, options: [String], range: AttributeRange?) {
        let description = AttributeDescription(text)
        #expect(description.name == name)
        #expect(description.options == options)
        #expect(description.range == range)
        #expect(description.description == text)
    }

    @Test func `match in any case and any order of options`() {
        #expect(AttributeDescription("cn;lang-de;x").matches(AttributeDescription("CN;X;LANG-de")))
        #expect(!AttributeDescription("cn").matches(AttributeDescription("cn;x")))
    }
}
