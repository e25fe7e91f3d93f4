// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import workmail_sync

@Suite struct ConfigurationRulesTests {
    @Test(
        "the ways to protect the connection exclude each other, and none of them is silently none",
        arguments: [
            ("ldaps://dc", "", nil),
            ("ldap://dc", "start_tls: true", nil),
            ("ldap://dc", "allow_clear_text: true", nil),
            ("ldap://dc", "", "f:3: directory.url: “ldap://dc” would send the password in clear text"),
            ("ldap://dc", "start_tls: false", "f:3: directory.url: “ldap://dc” would send the password in clear text"),
            ("ldaps://dc", "start_tls: true", "f:4: directory.start_tls: contradicts directory.url"),
            ("ldaps://dc", "allow_clear_text: true", "f:4: directory.allow_clear_text: contradicts directory.url"),
            (
                "ldap://dc", "start_tls: true, allow_clear_text: true",
                "f:5: directory.allow_clear_text: contradicts start_tls"
            ),
            (
                "ldap://dc", "allow_clear_text: true, ca_file: /ca",
                "f:5: directory.ca_file: contradicts allow_clear_text"
            ),
            ("ldaps://dc:3269", "", "f:3: directory.url: port 3269 is the global catalog"),
            ("ldap://dc:3268", "start_tls: true", "f:3: directory.url: port 3268 is the global catalog"),
        ] as [(String, String, String?)])
    func transport(url: String, lines: String, expected: String?) {
        let added = lines.split(separator: ", ").map { "\n  " + $0 }.joined()
        let told = problems(soundConfiguration.replacing("ldaps://dc1.corp.example.com", with: url + added))
        #expect(told.count == (expected == nil ? 0 : 1), "\(told)")
        if let expected { #expect(told.first?.hasPrefix(expected) == true, "\(told)") }
    }

    @Test(
        "the domain controllers are named in one way, and the account in one way",
        arguments: [
            ("urls: [ldaps://dc1, ldaps://dc2]", nil),
            ("domain: corp.example.com", nil),
            ("domain: corp.example.com\n  site: Dublin\n  start_tls: true", nil),
            ("url: ldap://dc\n  bind: gssapi\n  principal: a@B\n  keytab: /k", nil),
            ("page_size: 10", "directory.url: is required, or directory.urls or directory.domain instead"),
            ("url: ldaps://dc\n  domain: corp.example.com", "f:4: directory.domain: only one of url, urls and domain"),
            ("urls: []", "directory.urls: is empty"),
            ("urls: [ldaps://dc1, ldaps://dc1]", "“ldaps://dc1” is there twice"),
            ("urls: [ldaps://dc1, ldap://dc2]", "has ldaps:// and ldap:// together"),
            ("urls: [ldaps://dc1:3269]", "is the global catalog"),
            ("domain: corp.example.com\n  allow_clear_text: true", "allow_clear_text: contradicts directory.domain"),
            ("domain: corp..com", "is no DNS name"),
            ("domain: a.b\n  sealed: true", "directory.sealed: needs bind: gssapi"),
            ("domain: a.b\n  sealed: true\n  bind: gssapi\n  principal: a@B\n  keytab: /k", nil),
            (
                "domain: a.b\n  sealed: true\n  start_tls: true\n  bind: gssapi\n  principal: a@B\n  keytab: /k",
                "directory.sealed: contradicts start_tls"
            ),
            (
                "domain: a.b\n  sealed: true\n  ca_file: /ca\n  bind: gssapi\n  principal: a@B\n  keytab: /k",
                "directory.ca_file: contradicts directory.sealed"
            ),
            ("url: ldaps://dc\n  bind: gssapi\n  keytab: /k", "directory.principal: is required with directory.bind"),
            ("url: ldaps://dc\n  bind: gssapi\n  principal: a@B", "directory.keytab: is required with directory.bind"),
            ("url: ldaps://dc\n  bind: gssapi\n  keytab: /k\n  principal: a", "is no principal"),
            (
                "url: ldap://dc\n  bind: gssapi\n  principal: a@B\n  keytab: /k\n  allow_clear_text: true",
                "allow_clear_text: contradicts bind: gssapi"
            ),
        ] as [(String, String?)])
    func controllers(lines: String, expected: String?) {
        let told = problems(
            soundConfiguration.replacing("url: ldaps://dc1.corp.example.com", with: lines))
        #expect(told.count == (expected == nil ? 0 : 1), "\(told)")
        if let expected { #expect(told.first?.contains(expected) == true, "\(told)") }
    }

    @Test func `StartTLS is read as such`() throws {
        let text = soundConfiguration.replacing(
            "ldaps://dc1.corp.example.com", with: "ldap://dc:1389\n  start_tls: true")
        let directory = try LoadedConfiguration(text: text, file: "f").settings.directory
        #expect(directory.transport == .startTLS && directory.controllers.description == "ldap://dc:1389")
    }

    @Test func `a domain is reached over TLS unless it is sealed`() throws {
        for (lines, transport) in [
            ("", .tls), ("\n  start_tls: true", .startTLS),
            ("\n  sealed: true\n  bind: gssapi\n  principal: a@B\n  keytab: /k", .clearText),
        ] as [(String, DirectorySettings.Transport)] {
            let text = soundConfiguration.replacing(
                "url: ldaps://dc1.corp.example.com", with: "domain: corp.example.com" + lines)
            #expect(try LoadedConfiguration(text: text, file: "f").settings.directory.transport == transport)
        }
    }

    @Test(
        "what is no server's URL says why",
        arguments: [
            ("https://dc", "is no ldaps://host[:port] or ldap://host[:port]"), ("dc:636", "is no ldaps://"),
            ("ldaps://", "names no host"), ("ldaps://:636", "names no host"), ("ldaps://a b", "names no host"),
            ("ldaps://dc:0", "is no port"), ("ldaps://dc:65536", "is no port"), ("ldaps://dc:", "is no port"),
            ("ldaps://dc:+1", "is no port"), ("ldaps://::1", "needs brackets"),
            ("ldaps://[::1]636", "after the bracket"),
            ("ldaps://dc/dc=x?sub", "where to search is set by scope.bases"), ("ldaps://me:pw@dc", "holds a user name"),
        ] as [(String, String)])
    func url(text: String, reason: String) {
        let fault = #expect(throws: TextFault.self) { try DirectoryURL(text) }
        #expect(fault?.reason.contains(reason) == true, "\(fault?.reason ?? "")")
        #expect(fault?.reason.contains("pw") != true)
    }

    @Test func `an IPv6 address stands in brackets`() throws {
        let url = try DirectoryURL("LDAPS://[fd00::1]:1636/")
        #expect(url.host == "fd00::1" && url.port == 1636 && url.scheme == .ldaps)
    }

    @Test func `a password comes from exactly one place`() throws {
        let both = soundConfiguration.replacing("  password_file", with: "  password_credential: pw\n  password_file")
        #expect(
            problems(both) == [
                "f:6: directory.password_file: only one of password_file and password_credential may be there"
            ])
        let neither = soundConfiguration.replacing("  password_file: /etc/workmail-sync/password\n", with: "")
        #expect(problems(neither).count == 1)
        let credential = soundConfiguration.replacing(
            "password_file: /etc/workmail-sync/password", with: "password_credential: pw")
        let identity = try LoadedConfiguration(text: credential, file: "f").settings.directory.identity
        let isCredential = if case .password(_, .credential("pw")) = identity { true } else { false }
        #expect(isCredential)
        let path = soundConfiguration.replacing(
            "password_file: /etc/workmail-sync/password", with: "password_credential: a/b")
        #expect(problems(path).count == 1)
    }

    @Test(
        "a template must yield one address in a domain of the organization",
        arguments: [
            ("{mail}", nil), ("{userPrincipalName}", nil), ("{proxyAddress}", nil),
            ("{sAMAccountName}@example.com", nil),
            ("{givenName}.{sn}@EXAMPLE.com", nil), ("info@example.com", nil), ("a.{mail}", nil),
            ("{sAMAccountName}", "it has no @; write for example {sAMAccountName}@example.com"),
            ("{mail}@example.com", "goes on after {mail}, which is a whole address already"),
            ("a@{mail}", "more than one @"), ("a@b@example.com", "more than one @"), ("{sn}@", "nothing follows the @"),
            ("{mial}", "{mial} is not a placeholder; did you mean {mail}?"), ("{Mail}", "did you mean {mail}?"),
            ("{password}", "is not a placeholder; there are {mail}"), ("{mail", "a brace without its partner"),
            ("mail}", "a brace without its partner"),
            ("{sn}@exmaple.com", "is in no domain of organization.domains; did you mean example.com?"),
        ] as [(String, String?)])
    func template(text: String, reason: String?) {
        let told = problems(soundConfiguration + "\naddresses:\n  templates:\n    - zz@example.com\n    - \"\(text)\"")
        #expect(told.count == (reason == nil ? 0 : 1), "\(told)")
        guard let reason else { return }
        #expect(
            told.first?.hasPrefix("f:11: addresses.templates[1]: ") == true && told.first?.contains(reason) == true,
            "\(told)")
    }

    @Test(
        "lists that say nothing, or something twice, are refused",
        arguments: [
            ("[example.com]", "[]", "f:7: organization.domains: is empty"),
            (
                "[example.com]", "[example.com, Example.com]",
                "f:7: organization.domains[1]: “example.com” is there twice"
            ),
            ("[example.com]", "[-a.com]", "is not a mail domain"),
            ("[example.com]", "[müller.de]", "write it in its xn-- form"),
            ("[example.com]", "[localhost]", "is not a mail domain"),
            ("[example.com]", "[10.0.0.1]", "is not a mail domain"),
            (
                "[example.com]", "example.com",
                "expected a list of domains, found the text “example.com”; put brackets around it"
            ),
            ("[example.com]", "[example.com]\naddresses:\n  templates: []", "f:9: addresses.templates: is empty"),
        ] as [(String, String, String)])
    func lists(old: String, new: String, expected: String) {
        let told = problems(soundConfiguration.replacing(old, with: new))
        #expect(told.count == 1, "\(told)")
        #expect(told.first?.contains(expected) == true, "\(told)")
    }

    @Test func `the hosted organization needs its id, and takes nothing of an embedded one`() throws {
        let unnamed = problems(soundConfiguration + "\n  backend: aws")
        #expect(
            unnamed.count == 1 && unnamed[0].contains("organization.id: is required with organization.backend: aws"))
        let id = "m-0123456789abcdef0123456789abcdef"
        let aws = soundConfiguration + "\n  backend: aws\n  id: "
        for wrong in ["m-1", "m-0123456789ABCDEF0123456789abcdef", "x-0123456789abcdef0123456789abcdef"] {
            #expect(problems(aws + wrong).map { $0.contains("is no organization id") } == [true])
        }
        let endpoints = [
            "ftp://x", "http://service.example.com", "https://u:p@example.com", "https://example.com/path",
        ]
        for wrong in endpoints {
            #expect(problems(aws + id + "\n  endpoint: " + wrong).map { $0.contains("cannot be used") } == [true])
        }
        let sound = try LoadedConfiguration(
            text: aws + id + "\n  alias: corp\n  endpoint: http://127.0.0.1:8080\n  region: eu-west-1", file: "f")
        #expect(sound.warnings.map(\.key) == ["organization.alias"])
        #expect(sound.settings.organization.hosted?.organizationID == id)
        #expect(sound.settings.organization.hosted?.region == "eu-west-1")
        let withoutDomains = aws.replacing("  domains: [example.com]\n", with: "") + id
        #expect(problems(withoutDomains) == [])
        let local = try LoadedConfiguration(text: soundConfiguration + "\n  region: eu-west-1", file: "f")
        #expect(local.warnings.map(\.key) == ["organization.region"])
    }

    @Test func `the two databases are two files`() {
        let same = problems(soundConfiguration + "\n  file: /d/x.db\nstate:\n  file: /d/x.db")
        #expect(
            same.count == 1 && same[0].hasPrefix("f:10: state.file: organization.file and state.file are the same file")
        )
    }

    @Test func `an excluded subtree that holds a base is refused, one outside all bases is a warning`() throws {
        let bases = soundConfiguration + "\nscope:\n  bases: [\"OU=A,DC=x\"]\n  excluded_subtrees: [\"%\"]"
        let around = problems(bases.replacing("%", with: "dc=x"))
        #expect(around.count == 1 && around[0].hasPrefix("f:10: scope.excluded_subtrees[0]: “dc=x” leaves nobody"))
        let outside = try LoadedConfiguration(text: bases.replacing("%", with: "OU=B,DC=x"), file: "f")
        #expect(outside.warnings.map(\.line) == [10])
        let inside = try LoadedConfiguration(text: bases.replacing("%", with: "OU=C, ou=a, DC=x"), file: "f")
        #expect(inside.warnings.isEmpty)
    }

    @Test(
        "a DN or filter that cannot be one is refused",
        arguments: [
            ("bases: [\"People\"]", "is not a DN"), ("bases: [\"OU=A,,DC=x\"]", "is not a DN"),
            ("groups: [\"\"]", "is empty"),
            ("filter: mail=*", "needs parentheses"), ("filter: (a=b", "needs parentheses"),
            ("filter: (a=b))", "do not pair"), ("filter: (a=b)(c=d)", "do not pair"), ("filter: ((a=b)", "do not pair"),
        ] as [(String, String)])
    func scope(line: String, reason: String) {
        let told = problems(soundConfiguration + "\nscope:\n  " + line)
        #expect(told.count == 1 && told[0].hasPrefix("f:9: scope.") && told[0].contains(reason), "\(told)")
    }
}
