// SPDX-License-Identifier: Apache-2.0
import Foundation
import LDAP
import Subprocess
import TestSupport
import Testing

@Suite(.tags(.server), .requiresSlapd) struct `ldap.conf and LDAP variables` {
    /// Each would do harm, if it were heeded.
    private static let settings = [
        "TLS_REQCERT never", "TLS_REQSAN never", "SIZELIMIT 1", "TIMELIMIT 1", "DEREF always", "REFERRALS on",
        "BASE dc=wrong",
        "URI ldap://127.0.0.1:1", "NETWORK_TIMEOUT 1", "TLS_CIPHER_SUITE NONE", "TLS_PEERKEY_HASH sha256:AAAA",
    ]

    @Test func `change nothing`() async throws {
        let authority = try await TestAuthority()
        let other = try await TestAuthority(name: "Other CA")
        defer { for authority in [authority, other] { authority.remove() } }
        try await Slapd.with(people: 20, certificate: try await authority.issue()) { server in
            let file = server.directory + "/ldaprc"
            try Data((Self.settings + ["TLS_CACERT \(authority.caFile)"]).joined(separator: "\n").utf8)
                .write(to: URL(filePath: file))

            // A process of its own: libldap reads its configuration once in a process.
            await #expect(processExitsWith: .success) {
                [
                    url = server.tlsURL as String, good = authority.caFile as String, bad = other.caFile as String,
                    file = file as String
                ] in
                _ = FileManager.default.changeCurrentDirectoryPath(URL(filePath: file).deletingLastPathComponent().path)
                unsafe setenv("HOME", FileManager.default.currentDirectoryPath, 1)
                unsafe setenv("LDAPCONF", file, 1)
                unsafe setenv("LDAPRC", "ldaprc", 1)
                for setting in Self.settings {
                    let parts = setting.split(separator: " ", maxSplits: 1).map { String($0) }
                    unsafe setenv("LDAP" + parts[0], parts[1], 1)
                }
                let trusting = LDAPConfiguration(url: try LDAPURL(parsing: url), transport: .tls, trust: .file(good))
                try await LDAPConnection.withConnection(trusting) { connection in
                    let found = try await connection.search(
                        base: .text("dc=example,dc=org"), scope: .subtree, filter: .present("objectClass"),
                        attributes: ["cn"])
                    #expect(found.count == 22)
                    try await #expect(connection.read(.rootDSE, attributes: ["namingContexts"]) != nil)
                }
                var distrusting = trusting
                distrusting.trust = .file(bad)
                await #expect(throws: TLSFailure.self) {
                    try await LDAPConnection.withConnection(distrusting) { _ in }
                }
                // And our own switch for libldap is not left for child processes to find.
                #expect(unsafe getenv("LDAPNOINIT") == nil)
            }
        }
    }

    @Test func `would change what an ordinary client does`() async throws {
        let authority = try await TestAuthority()
        defer { authority.remove() }
        try await Slapd.with(certificate: try await authority.issue()) { server in
            func search(_ environment: [Environment.Key: String]) async throws -> Bool {
                try await run(
                    .name("ldapsearch"), arguments: ["-x", "-H", server.tlsURL, "-s", "base", "-b", "", "1.1"],
                    environment: .inherit.updating(environment), output: .discarded
                ).terminationStatus.isSuccess
            }
            try await #expect(!search(["LDAPTLS_CACERT": "/dev/null"]))
            try await #expect(search(["LDAPTLS_REQCERT": "never"]))
        }
    }
}
