// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import LDAP

@Suite struct `A search as a line to paste` {
    @Test func `has everything but the password, quoted for a shell`() throws {
        let request = SearchRequest(
            base: .dn(try DN(parsing: "OU=Staff,DC=corp,DC=example,DC=com")), scope: .subtree,
            filter: .equal("cn", "O'Brien (x)"), attributes: ["cn", "member;range=0-*"],
            controls: [LDAPControl(oid: "1.2.840.113556.1.4.417", critical: true)])
        let configuration = LDAPConfiguration(
            url: try LDAPURL(parsing: "ldaps://dc1.corp.example.com"), transport: .tls, trust: .file("/etc/my ca.pem"))
        let line = SearchTrace.line(request, pageSize: 1000, configuration: configuration, name: #"CORP\svc"#)
        #expect(
            line == #"""
                LDAPTLS_CACERT='/etc/my ca.pem' ldapsearch -LLL -H ldaps://dc1.corp.example.com:636 -x -D 'CORP\svc' -W \#
                -e '!1.2.840.113556.1.4.417' -E pr=1000/noprompt -b 'OU=Staff,DC=corp,DC=example,DC=com' -s sub \#
                '(cn=O'\''Brien \28x\29)' cn 'member;range=0-*'
                """#)
    }
}
