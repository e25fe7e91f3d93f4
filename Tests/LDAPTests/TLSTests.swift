// SPDX-License-Identifier: Apache-2.0
import Foundation
import LDAP
import TestSupport
import Testing

@Suite(.tags(.server), .requiresSlapd) struct TLS {
    private func connect(_ configuration: LDAPConfiguration) async throws -> String? {
        try await LDAPConnection.withConnection(configuration) { connection in
            _ = try await connection.rootDSE(attributes: ["namingContexts"])
            return await connection.tlsVersion
        }
    }

    private func failure(_ configuration: LDAPConfiguration) async throws -> TLSFailure {
        let error = await #expect(throws: (any Error).self) { _ = try await connect(configuration) }
        return try #require(error as? TLSFailure)
    }

    @Test(arguments: ["127.0.0.1", "localhost"])
    func `is accepted with a certificate that verifies, from the first byte and after StartTLS`(host: String)
        async throws
    {
        let authority = try await TestAuthority()
        defer { authority.remove() }
        try await Slapd.with(certificate: try await authority.issue()) { server in
            var configuration = server.tlsConfiguration(trusting: authority.caFile, host: host)
            try await #expect(connect(configuration) == "TLS1.3")
            configuration.transport = .startTLS
            configuration.url = LDAPURL(scheme: .ldap, host: host, port: Int(server.port))
            try await #expect(connect(configuration) == "TLS1.3")
        }
    }

    @Test(arguments: [LDAPConfiguration.Transport.tls, .startTLS])
    func `is refused with a certificate that does not verify, and the reason is said`(
        transport: LDAPConfiguration.Transport
    ) async throws {
        let authority = try await TestAuthority()
        let other = try await TestAuthority(name: "Other CA")
        let sameName = try await TestAuthority()
        defer { for authority in [authority, other, sameName] { authority.remove() } }

        func reason(
            _ certificate: TestAuthority.ServerCertificateFiles, trust: LDAPConfiguration.Trust,
            host: String = "127.0.0.1"
        ) async throws -> TLSFailure.Reason {
            try await Slapd.with(certificate: certificate) { server in
                let port = Int(transport == .tls ? server.tlsPort : server.port)
                let url = LDAPURL(scheme: transport == .tls ? .ldaps : .ldap, host: host, port: port)
                return try await failure(LDAPConfiguration(url: url, transport: transport, trust: trust)).reason
            }
        }
        let trust = LDAPConfiguration.Trust.file(authority.caFile)
        let good = try await authority.issue()
        try await #expect(
            reason(good, trust: .file(other.caFile))
                == .unknownAuthority(issuer: "CN=Test CA", sameName: false))
        try await #expect(
            reason(good, trust: .file(sameName.caFile))
                == .unknownAuthority(issuer: "CN=Test CA", sameName: true))
        try await #expect(reason(good, trust: .systemStore) == .unknownAuthority(issuer: "CN=Test CA", sameName: false))

        guard case .expired(let end) = try await reason(try await authority.issue(validDays: -20 ... -10), trust: trust)
        else {
            Issue.record("not recognised as expired")
            return
        }
        #expect(abs(end.timeIntervalSinceNow + 10 * 86400) < 60)
        guard case .notYetValid = try await reason(try await authority.issue(validDays: 5...10), trust: trust) else {
            Issue.record("not recognised as not yet valid")
            return
        }
        let elsewhere = try await authority.issue(names: ["DNS:dc9.example.net", "IP:127.9.9.9"])
        try await #expect(reason(elsewhere, trust: trust) == .hostMismatch(names: ["dc9.example.net", "127.9.9.9"]))
        try await #expect(
            reason(elsewhere, trust: trust, host: "localhost")
                == .hostMismatch(names: ["dc9.example.net", "127.9.9.9"]))
        // As Samba makes it for itself.
        let nameless = try await authority.issue(commonName: "dc1.example.net", names: [])
        try await #expect(reason(nameless, trust: trust) == .hostMismatch(names: ["dc1.example.net"]))
    }

    @Test func `accepts a common name only where there are no alternative names`() async throws {
        let authority = try await TestAuthority()
        defer { authority.remove() }
        try await Slapd.with(certificate: try await authority.issue(commonName: "localhost", names: [])) { server in
            _ = try await connect(server.tlsConfiguration(trusting: authority.caFile, host: "localhost"))
        }
        let both = try await authority.issue(commonName: "localhost", names: ["DNS:dc9.example.net"])
        try await Slapd.with(certificate: both) { server in
            let configuration = server.tlsConfiguration(trusting: authority.caFile, host: "localhost")
            try await #expect(failure(configuration).reason == .hostMismatch(names: ["dc9.example.net"]))
        }
    }

    @Test func `older than 1.2 is refused`() async throws {
        let authority = try await TestAuthority()
        defer { authority.remove() }
        let settings = ["TLSCipherSuite NORMAL:-VERS-ALL:+VERS-TLS1.1"]
        try await Slapd.with(certificate: try await authority.issue(), globalSettings: settings) { server in
            let configuration = server.tlsConfiguration(trusting: authority.caFile)
            try await #expect(failure(configuration).reason == .protocolTooOld("TLS1.1"))
        }
    }

    @Test func `is missed on a port that does not speak it`() async throws {
        let authority = try await TestAuthority()
        defer { authority.remove() }
        try await Slapd.with { server in
            let url = LDAPURL(scheme: .ldaps, host: "127.0.0.1", port: Int(server.port))
            let configuration = LDAPConfiguration(url: url, transport: .tls, trust: .file(authority.caFile))
            try await #expect(failure(configuration).reason == .notTLS)
        }
    }

    @Test func `after StartTLS does not fall back when the server has none`() async throws {
        let authority = try await TestAuthority()
        defer { authority.remove() }
        try await Slapd.with { server in
            var configuration = try server.configuration()
            configuration.transport = .startTLS
            configuration.trust = .file(authority.caFile)
            let error = await #expect(throws: LDAPError.self) { _ = try await connect(configuration) }
            #expect(error?.operation == .startTLS)
        }
    }

    @Test func `needs a CA file that is one`() async throws {
        let url = LDAPURL(scheme: .ldaps, host: "127.0.0.1", port: 1)
        for path in ["/nonexistent.pem", "/etc/hosts", "/tmp"] {
            let configuration = LDAPConfiguration(url: url, transport: .tls, trust: .file(path))
            let error = await #expect(throws: LDAPError.self) { _ = try await connect(configuration) }
            #expect(error?.operation == .configure)
            #expect(error?.description.contains(path) == true)
        }
    }

    @Test func `shows its certificate to whoever only looks`() async throws {
        let authority = try await TestAuthority()
        let other = try await TestAuthority(name: "Other CA")
        defer { for authority in [authority, other] { authority.remove() } }
        let files = try await authority.issue(
            commonName: "dc1", names: ["DNS:dc1.example.net", "IP:::1"], validDays: -9 ... -3)
        try await Slapd.with(certificate: files) { server in
            let certificate = try await ServerCertificate.fetch(from: server.tlsConfiguration(trusting: other.caFile))
            #expect(certificate.subject == "CN=dc1")
            #expect(certificate.issuer == "CN=Test CA")
            #expect(certificate.subjectAlternativeNames == ["dc1.example.net", "0:0:0:0:0:0:0:1"])
            #expect(certificate.notAfter < Date() && certificate.notBefore < certificate.notAfter)
        }
    }
}
