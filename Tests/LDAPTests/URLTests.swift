// SPDX-License-Identifier: Apache-2.0
import LDAP
import Testing

@Suite struct `LDAP URLs` {
    @Test(
        arguments: [
            ("ldaps://dc1.example.com", .ldaps, "dc1.example.com", 636),
            ("LDAP://dc1.example.com/", .ldap, "dc1.example.com", 389),
            ("ldaps://127.0.0.11:1636", .ldaps, "127.0.0.11", 1636),
            ("ldaps://[::1]", .ldaps, "::1", 636),
            ("ldap://[2001:db8::1]:3389/", .ldap, "2001:db8::1", 3389),
        ] as [(String, LDAPURL.Scheme, String, Int)])
    func `are read`(text: String, scheme: LDAPURL.Scheme, host: String, port: Int) throws {
        let url = try LDAPURL(parsing: text)
        #expect(url == LDAPURL(scheme: scheme, host: host, port: port))
        #expect(try LDAPURL(parsing: url.description) == url)
    }

    @Test(arguments: [
        "", "dc1.example.com", "http://dc1", "ldapi:///", "ldap://", "ldaps://:636", "ldaps://dc1:0",
        "ldaps://dc1:65536",
        "ldaps://dc1:", "ldaps://dc1:6x", "ldaps://dc1/DC=x", "ldaps://dc1?cn", "ldaps://::1", "ldaps://[::1",
        "ldaps://[dc1]",
        "ldaps://a b", "ldaps://user@dc1", "ldaps://dc1 ldaps://dc2", "ldaps://[::1]x",
    ])
    func `that name anything but a server are refused`(text: String) {
        #expect(throws: LDAPURLFailure.self) { try LDAPURL(parsing: text) }
    }
}
