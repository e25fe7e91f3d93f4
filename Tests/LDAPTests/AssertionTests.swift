// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

@testable import LDAP

@Suite struct `The assertion control's filter` {
    @Test(
        arguments: [
            // [3] { OCTET STRING "sn", OCTET STRING "a" }
            (.equal("sn", "a"), [0xA3, 7, 4, 2, 0x73, 0x6E, 4, 1, 0x61]),
            // [7] "sn", without anything around it
            (.present("sn"), [0x87, 2, 0x73, 0x6E]),
            (.and([]), [0xA0, 0]), (.or([.present("a")]), [0xA1, 3, 0x87, 1, 0x61]),
            (.not(.present("a")), [0xA2, 3, 0x87, 1, 0x61]),
            // [4] { "a", { [0] "b", [1] "c", [2] "d" } }
            (
                .substring("a", initial: [0x62], any: [[0x63]], final: [0x64]),
                [0xA4, 14, 4, 1, 0x61, 0x30, 9, 0x80, 1, 0x62, 0x81, 1, 0x63, 0x82, 1, 0x64]
            ),
            // [9] { [1] "r", [2] "a", [3] "v", [4] TRUE }; FALSE is left out
            (
                .extensible(attribute: "a", rule: "r", dnAttributes: true, value: [0x76]),
                [0xA9, 12, 0x81, 1, 0x72, 0x82, 1, 0x61, 0x83, 1, 0x76, 0x84, 1, 0xFF]
            ),
            (
                .extensible(attribute: "a", rule: nil, dnAttributes: false, value: []),
                [0xA9, 5, 0x82, 1, 0x61, 0x83, 0]
            ),
        ] as [(Filter, [UInt8])])
    func `is encoded as RFC 4511 has it`(filter: Filter, bytes: [UInt8]) {
        #expect(filter.encoded == bytes)
        let control = LDAPControl.assertion(filter)
        #expect(control.oid == "1.3.6.1.1.12" && control.critical && control.value == bytes)
    }
}

@Suite(.tags(.server), .requiresSlapd) struct Assertions {
    private static let person = SearchBase.text("cn=person 7,ou=people,dc=example,dc=org")

    /// Every form of a filter, once true of person 7 and once not.
    private static let filters: [(holds: Filter, fails: Filter)] = [
        (.equal("sn", "7"), .equal("sn", "8")),
        (.present("mail"), .present("title")),
        (.not(.present("title")), .not(.present("sn"))),
        (.and([.equal("sn", "7"), .present("mail")]), .and([.equal("sn", "7"), .present("title")])),
        (.or([.equal("sn", "7"), .present("title")]), .or([.equal("sn", "8"), .present("title")])),
        (.and([]), .or([])),
        (
            .substring("mail", initial: Array("person".utf8), any: [Array("@".utf8)], final: Array(".org".utf8)),
            .substring("mail", initial: nil, any: [], final: Array(".net".utf8))
        ),
        (
            .extensible(attribute: "cn", rule: "caseExactMatch", dnAttributes: false, value: Array("person 7".utf8)),
            .extensible(attribute: "cn", rule: "caseExactMatch", dnAttributes: false, value: Array("Person 7".utf8))
        ),
    ]

    @Test func `let a change happen only while they hold`() async throws {
        try await Slapd.with(people: 10) { server in
            try await server.withAdmin { connection in
                let controls = try await connection.rootDSE(attributes: ["supportedControl"])
                #expect(controls.strings("supportedControl")?.contains(LDAPControl.assertionOID) == true)
                for (number, (holds, fails)) in Self.filters.enumerated() {
                    let value = Array("changed \(number)".utf8)
                    let change = [Modification(.replace, "description", [value])]
                    let error = await #expect(throws: LDAPError.self, "\(fails)") {
                        try await connection.modify(Self.person, change, controls: [.assertion(fails)])
                    }
                    #expect(error?.code == .assertionFailed && error?.code.rawValue == 122)
                    var now = try await connection.read(Self.person, attributes: ["description"])
                    #expect(now?.first("description") != value)
                    try await connection.modify(Self.person, change, controls: [.assertion(holds)])
                    now = try await connection.read(Self.person, attributes: ["description"])
                    #expect(now?.first("description") == value, "\(holds)")
                }
            }
        }
    }
}
