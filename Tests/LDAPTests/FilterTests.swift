// SPDX-License-Identifier: Apache-2.0
import LDAP
import Testing

@Suite struct Filters {
    /// RFC 4515 §4 and what administrators of Active Directory write.
    @Test(
        arguments: [
            ("(cn=Babs Jensen)", .equal("cn", "Babs Jensen")),
            ("(!(cn=Tim Howes))", .not(.equal("cn", "Tim Howes"))),
            (
                "(&(objectClass=Person)(|(sn=Jensen)(cn=Babs J*)))",
                .and([
                    .equal("objectClass", "Person"),
                    .or([.equal("sn", "Jensen"), .substring("cn", initial: Array("Babs J".utf8), any: [], final: nil)]),
                ])
            ),
            (
                "(o=univ*of*mich*)",
                .substring("o", initial: Array("univ".utf8), any: [Array("of".utf8), Array("mich".utf8)], final: nil)
            ),
            ("(seeAlso=)", .equal("seeAlso", "")),
            (
                "(cn:caseExactMatch:=Fred Flintstone)",
                .extensible(
                    attribute: "cn", rule: "caseExactMatch", dnAttributes: false, value: Array("Fred Flintstone".utf8))
            ),
            (
                "(cn:=Betty Rubble)",
                .extensible(attribute: "cn", rule: nil, dnAttributes: false, value: Array("Betty Rubble".utf8))
            ),
            (
                "(sn:dn:2.4.6.8.10:=Barney Rubble)",
                .extensible(attribute: "sn", rule: "2.4.6.8.10", dnAttributes: true, value: Array("Barney Rubble".utf8))
            ),
            (
                "(o:dn:=Ace Industry)",
                .extensible(attribute: "o", rule: nil, dnAttributes: true, value: Array("Ace Industry".utf8))
            ),
            (
                "(:1.2.3:=Wilma Flintstone)",
                .extensible(attribute: nil, rule: "1.2.3", dnAttributes: false, value: Array("Wilma Flintstone".utf8))
            ),
            (
                "(:dn:2.4.6.8.10:=Dino)",
                .extensible(attribute: nil, rule: "2.4.6.8.10", dnAttributes: true, value: Array("Dino".utf8))
            ),
            (
                #"(o=Parens R Us \28for all your parenthetical needs\29)"#,
                .equal("o", "Parens R Us (for all your parenthetical needs)")
            ),
            (#"(cn=*\2a*)"#, .substring("cn", initial: nil, any: [[0x2A]], final: nil)),
            (#"(filename=C:\5cMyFile)"#, .equal("filename", #"C:\MyFile"#)),
            (#"(bin=\00\00\00\04)"#, .equal("bin", [0, 0, 0, 4])),
            (#"(sn=Lučić)"#, .equal("sn", "Lučić")),
            (#"(objectGUID=\ff\fe\00)"#, .equal("objectGUID", [0xFF, 0xFE, 0])),
            ("(mail=*)", .present("mail")),
            ("(cn=*a)", .substring("cn", initial: nil, any: [], final: [0x61])),
            ("(uSNChanged>=12)", .greaterOrEqual("uSNChanged", "12")),
            ("(uSNChanged<=12)", .lessOrEqual("uSNChanged", "12")),
            ("(sn~=x)", .approx("sn", [0x78])),
            ("(&)", .and([])),
            ("(|)", .or([])),
            ("(userCertificate;binary=*)", .present("userCertificate;binary")),
            (
                "(userAccountControl:1.2.840.113556.1.4.803:=2)",
                .extensible(
                    attribute: "userAccountControl", rule: "1.2.840.113556.1.4.803", dnAttributes: false, value: [0x32])
            ),
        ] as [(String, Filter)])
    func `are read and written as the RFC has them`(text: String, filter: Filter) throws {
        #expect(try Filter(parsing: text) == filter)
        #expect(Array(filter.description.utf8) == Array(text.utf8))
    }

    @Test func `may be broken into lines`() throws {
        let text = """
            (&
                (objectClass=user)
                (! (mail=*) )
            )

            """
        #expect(try Filter(parsing: text) == .and([.equal("objectClass", "user"), .not(.present("mail"))]))
    }

    @Test(
        arguments: [
            ("", 0), ("cn=a", 0), ("(cn=a", 5), ("(cn=a))", 6), ("(cn)", 3), ("(=a)", 1), ("((cn=a))", 1), ("(!)", 2),
            ("(!(a=b)(c=d))", 7), ("(cn=a(b)", 5), (#"(cn=\2)"#, 4), (#"(cn=\(x)"#, 4), ("(cn=a**b)", 8), ("(cn>a)", 4),
            ("(:=a)", 1), ("(cn:rule=a)", 8), ("(c n=a)", 2), ("(&(a=b)c)", 7), ("(cn=a\u{0})", 5),
            (String(repeating: "(!", count: 200) + "(a=b)" + String(repeating: ")", count: 200), 201),
        ] as [(String, Int)])
    func `that are none are refused with the place`(text: String, position: Int) {
        let failure = #expect(throws: FilterFailure.self) { try Filter(parsing: text) }
        #expect(failure?.position == position)
    }

    @Test(arguments: ["*", "(", ")", "\\", "\u{0}", "*)(objectClass=*", "a\nb", "é", "e\u{301}", " a "])
    func `keep every value a value`(value: String) throws {
        let filter = Filter.and([.equal("cn", value), .not(.equal("sn", value))])
        #expect(try Filter(parsing: filter.description) == filter)
    }

    @Test func `do not let an attribute's name change their structure`() {
        #expect(Filter.present("a)(b").description == #"(a\29\28b=*)"#)
    }
}
