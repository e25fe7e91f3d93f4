// SPDX-License-Identifier: Apache-2.0
import LDAP
import Testing

@Suite struct `Distinguished names` {
    /// Text, canonical text, and the value of the first RDN's first attribute.
    @Test(
        arguments: [
            // RFC 4514 §4
            ("UID=jsmith,DC=example,DC=net", "UID=jsmith,DC=example,DC=net", Array("jsmith".utf8)),
            ("OU=Sales+CN=J.  Smith,DC=example,DC=net", "OU=Sales+CN=J.  Smith,DC=example,DC=net", Array("Sales".utf8)),
            (
                #"CN=James \"Jim\" Smith\, III,DC=net"#, #"CN=James \"Jim\" Smith\, III,DC=net"#,
                Array(#"James "Jim" Smith, III"#.utf8)
            ),
            (#"CN=Before\0dAfter,DC=net"#, #"CN=Before\0dAfter,DC=net"#, Array("Before\rAfter".utf8)),
            ("1.3.6.1.4.1.1466.0=#04024869", "1.3.6.1.4.1.1466.0=#04024869", [0x04, 0x02, 0x48, 0x69]),
            (#"CN=Lu\C4\8Di\C4\87"#, "CN=Lučić", Array("Lučić".utf8)),
            // Every escape, and other spellings of the same
            (
                ##"CN=\ \#a\,b\+c\"d\\e\<f\>g\;h\=i\ "##, #"CN=\ #a\,b\+c\"d\\e\<f\>g\;h\=i\ "#,
                Array(##" #a,b+c"d\e<f>g;h=i "##.utf8)
            ),
            (#"CN=\23a\2Cb\3B\3D\20"#, ##"CN=\#a\,b\;\=\ "##, Array("#a,b;= ".utf8)),
            (#"CN=a\00b,DC=x"#, #"CN=a\00b,DC=x"#, [0x61, 0, 0x62]),
            (#"CN=a\0Ab"#, #"CN=a\0ab"#, Array("a\nb".utf8)),
            (#"CN=\FF\FE"#, #"CN=\ff\fe"#, [0xFF, 0xFE]),
            ("CN=", "CN=", []),
            (#"CN=\ "#, #"CN=\ "#, [0x20]),
            (#"CN=\  "#, #"CN=\ "#, [0x20]),
            (#"CN=a\5C"#, #"CN=a\\"#, Array(#"a\"#.utf8)),
            ("CN=a=b", #"CN=a\=b"#, Array("a=b".utf8)),
            ("CN=#41", "CN=#41", [0x41]),
            // Spaces that mean nothing
            (" CN = Eva , DC = net ", "CN=Eva,DC=net", Array("Eva".utf8)),
            // Unicode
            ("CN=e\u{301}", "CN=e\u{301}", [0x65, 0xCC, 0x81]),
            ("CN=👩‍👩‍👧‍👦 Family", "CN=👩‍👩‍👧‍👦 Family", Array("👩‍👩‍👧‍👦 Family".utf8)),
            (
                "CN=" + String(repeating: "ü", count: 64), "CN=" + String(repeating: "ü", count: 64),
                Array(String(repeating: "ü", count: 64).utf8)
            ),
        ] as [(String, String, [UInt8])])
    func `are read and written canonically, byte for byte`(text: String, canonical: String, value: [UInt8]) throws {
        let dn = try DN(parsing: text)
        #expect(Array(dn.description.utf8) == Array(canonical.utf8))
        #expect(dn.rdns[0].attributes[0].value == value)
        let again = try DN(parsing: dn.description)
        #expect(again == dn)
        #expect(again.rdns[0].attributes[0].value == value)
    }

    @Test(
        arguments: [
            ("CN", 2), ("=x", 0), ("CN=a,", 5), ("CN=a,,DC=b", 5), ("CN=a;DC=b", 4), (#"CN="a""#, 3), (#"CN=a\"#, 5),
            (#"CN=a\g"#, 5), (#"CN=a\4"#, 5), ("CN=#", 4), ("CN=#4", 4), ("CN=#414", 6), ("CN=#41x", 6), ("C.N=a", 0),
            ("-a=b", 0), ("CN=<a>", 3), ("CN=a\u{0}b", 4), ("just words", 5),
        ] as [(String, Int)])
    func `that are none are refused with the place`(text: String, position: Int) {
        let failure = #expect(throws: DNFailure.self) { try DN(parsing: text) }
        #expect(failure?.position == position)
    }

    @Test(
        arguments: [
            ("CN=Eva,DC=net", "cn=EVA,dc=NET", true),
            (#"CN=a\,b"#, #"CN=a\2Cb"#, true),
            ("CN=Müller", "CN=MÜLLER", true),
            ("CN=ΑΘΗΝΑ", "CN=αθηνα", true),
            ("OU=Sales+CN=Eva", "cn=eva+ou=sales", true),
            ("2.5.4.3=Eva", "CN=Eva", true),
            ("OID.2.5.4.3=Eva", "CN=Eva", true),
            ("CN=e\u{301}", "CN=\u{e9}", false),
            ("CN=straße", "CN=strasse", false),
            ("CN=\u{212A}", "CN=k", false),
            ("CN=I", "CN=\u{131}", false),
            (#"CN=a\00b"#, #"CN=a\00c"#, false),
            (#"CN=a\00"#, "CN=a", false),
            ("CN=a b", "CN=a  b", false),
            (#"CN=a\ "#, "CN=a", false),
            ("CN=Eva", "OU=Eva", false),
            ("CN=Eva,DC=net", "CN=Eva", false),
            (#"CN=\FF"#, #"CN=\FE"#, false),
        ] as [(String, String, Bool)])
    func `are equal as a directory would say`(left: String, right: String, expected: Bool) throws {
        let (left, right) = (try DN(parsing: left), try DN(parsing: right))
        #expect((left == right) == expected)
        if expected { #expect(left.hashValue == right.hashValue) }
    }

    @Test func `know what is above and below them`() throws {
        let base = try DN(parsing: "OU=Staff,DC=example,DC=com")
        let eva = try DN(parsing: #"cn=Eva\, Müller,ou=staff,dc=EXAMPLE,dc=com"#)
        #expect(eva.isDescendant(of: base))
        #expect(eva.isInSubtree(of: base))
        #expect(base.isInSubtree(of: base))
        #expect(!base.isDescendant(of: base))
        #expect(!base.isDescendant(of: eva))
        #expect(try !DN(parsing: "CN=x,OU=OldStaff,DC=example,DC=com").isDescendant(of: base))
        #expect(eva.isDescendant(of: DN([])))
        #expect(eva.parent == base)
        #expect(DN([]).parent == nil)
        #expect(try DN(parsing: "").rdns.isEmpty)
    }
}
