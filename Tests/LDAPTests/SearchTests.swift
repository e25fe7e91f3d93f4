// SPDX-License-Identifier: Apache-2.0
import LDAP
import TestSupport
import Testing

@Suite(.tags(.server), .requiresSlapd) struct Searches {
    /// Common names that are hard on somebody: on DNs, on filters, on C, or on Unicode.
    private static let oddNames = [
        "Müller, Eva", "a+b=c;d", #"quote " and \ slash"#, "#1", " leading and trailing ", "<angle>", "star * (paren)",
        "cafe\u{301}", "👩‍👩‍👧‍👦", "new\nline", "nul\u{0}nul", String(repeating: "ü", count: 64), "O'Brien", "a/b",
    ]

    private static func ldif(_ names: [String]) -> String {
        names.map { name in
            let rdn = RDN([AttributeTypeAndValue(type: "cn", value: name)])
            return """
                dn:: \(base64("\(rdn),ou=people,dc=example,dc=org"))
                objectClass: person
                cn:: \(base64(name))
                sn: x


                """
        }.joined()
    }

    private static func base64(_ text: String) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let bytes = Array(text.utf8)
        return stride(from: 0, to: bytes.count, by: 3).map { start in
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            return String((0...group.count).map { digits[bits >> (18 - 6 * $0) & 63] })
                + String(repeating: "=", count: 3 - group.count)
        }.joined()
    }

    @Test func `bring every name through unharmed: as value, as DN, as base and in a filter`() async throws {
        try await Slapd.with(ldif: Self.ldif(Self.oddNames)) { server in
            try await server.withAdmin { connection in
                for name in Self.oddNames {
                    let found = try await connection.search(
                        base: .text(server.baseDN), scope: .subtree, filter: .equal("cn", name), attributes: ["cn"])
                    // slapd's matching normalises Unicode, so the entry must be among those found.
                    let entry = try #require(
                        found.first { $0.first("cn") == Array(name.utf8) }, "\(name.debugDescription) is not found")
                    let dn = try DN(parsing: entry.dn)
                    #expect(dn.rdns[0].attributes[0].value == Array(name.utf8))
                    try await #expect(connection.read(.dn(dn), attributes: ["cn"])?.first("cn") == Array(name.utf8))
                    try await #expect(connection.read(.text(entry.dn), attributes: ["cn"]) != nil)
                }
            }
        }
    }

    @Test func `return values byte for byte`() async throws {
        let ldif = """
            dn: cn=photo,dc=example,dc=org
            objectClass: inetOrgPerson
            sn: x
            jpegPhoto:: AP8AAQ==
            userCertificate;binary:: MAA=
            description: one
            description: two

            """
        try await Slapd.with(ldif: ldif, globalSettings: ["disallow bind_anon"]) { server in
            try await server.withAdmin { connection in
                let entry = try #require(
                    try await connection.read(
                        .text("cn=photo,\(server.baseDN)"), attributes: ["JPEGPHOTO", "description"]))
                #expect(entry.values("jpegPhoto") == [[0, 0xFF, 0, 1]])
                #expect(entry.strings("Description") == ["one", "two"])
                #expect(entry.attributes.count == 2)
            }
        }
    }

    @Test func `read the root DSE`() async throws {
        try await Slapd.with { server in
            try await server.withAdmin { connection in
                let entry = try await connection.rootDSE(attributes: ["namingContexts", "supportedControl"])
                #expect(entry.dn.isEmpty)
                #expect(entry.strings("namingContexts") == [server.baseDN])
                #expect(entry.strings("supportedControl")?.contains("1.2.840.113556.1.4.319") == true)
            }
        }
    }

    @Test func `tell that an entry does not exist`() async throws {
        try await Slapd.with { server in
            try await server.withAdmin { connection in
                try await #expect(connection.read(.text("ou=nowhere,\(server.baseDN)"), attributes: ["1.1"]) == nil)
                let error = await #expect(throws: LDAPError.self) {
                    try await connection.search(
                        base: .text("ou=nowhere,\(server.baseDN)"), scope: .subtree, filter: .present("cn"),
                        attributes: [])
                }
                #expect(error?.code == .noSuchObject)
                #expect(error?.matchedDN == server.baseDN)
                #expect(error?.operation == .search)
            }
        }
    }

    @Test(
        arguments: [
            (.text("cn=a\u{0}b"), .present("cn"), ["cn"], .paramError),
            (.text("no dn at all"), .present("cn"), ["cn"], .invalidDNSyntax),
            (.text("dc=example,dc=org"), .present("cn"), ["c n"], .paramError),
            (.text("dc=example,dc=org"), .present("a)(b"), ["cn"], .filterError),
            (.text("dc=example,dc=org"), .and([.not(.or([.present("")]))]), ["cn"], .filterError),
        ] as [(SearchBase, Filter, [String], LDAPResultCode)])
    func `that make no sense are errors`(
        base: SearchBase, filter: Filter, attributes: [String], code: LDAPResultCode
    ) async throws {
        try await Slapd.with { server in
            try await server.withAdmin { connection in
                let error = await #expect(throws: LDAPError.self) {
                    try await connection.search(base: base, scope: .subtree, filter: filter, attributes: attributes)
                }
                #expect(error?.code == code)
                // None of this costs the connection.
                _ = try await connection.rootDSE(attributes: ["namingContexts"])
            }
        }
    }

    @Test func `collect references and do not follow them`() async throws {
        let ldif = """
            dn: ou=elsewhere,dc=example,dc=org
            objectClass: referral
            objectClass: extensibleObject
            ou: elsewhere
            ref: ldap://127.0.0.1:1/ou=elsewhere,dc=example,dc=org

            """
        try await Slapd.with(people: 3, ldif: ldif) { server in
            try await server.withAdmin { connection in
                var referrals: [String] = []
                var count = 0
                for try await page in connection.pages(
                    base: .text(server.baseDN), scope: .subtree, filter: .present("objectClass"), attributes: ["1.1"])
                {
                    referrals += page.referrals
                    count += page.entries.count
                }
                #expect(count == 5)
                #expect(referrals == ["ldap://127.0.0.1:1/ou=elsewhere,dc=example,dc=org??sub"])
                // The base itself on another server is an error, not an empty result.
                await #expect(throws: LDAPError.self) {
                    try await connection.search(
                        base: .text("ou=elsewhere,\(server.baseDN)"), scope: .subtree, filter: .present("cn"),
                        attributes: [])
                }
            }
        }
    }
}
