// SPDX-License-Identifier: Apache-2.0
import LDAP
import TestSupport
import Testing

@Suite(.tags(.server), .requiresSlapd) struct Binds {
    @Test func `with the right password succeed, with a wrong one are invalidCredentials`() async throws {
        try await Slapd.with { server in
            try await LDAPConnection.withConnection(try server.configuration()) { connection in
                try await connection.bind(as: server.adminDN, password: Secret(server.adminPassword))
                let error = await #expect(throws: LDAPError.self) {
                    try await connection.bind(as: server.adminDN, password: Secret("wrong"))
                }
                #expect(error?.code == .invalidCredentials)
                #expect(error?.operation == .bind)
                // The connection is still of use.
                try await connection.bind(as: server.adminDN, password: Secret(server.adminPassword))
            }
        }
    }

    @Test func `that would be anonymous are refused here, before anything is sent`() async throws {
        try await Slapd.with { server in
            try await LDAPConnection.withConnection(try server.configuration()) { connection in
                for (name, password) in [(server.adminDN, ""), ("", "secret"), ("cn=a\u{0}", "secret")] {
                    let error = await #expect(throws: LDAPError.self) {
                        try await connection.bind(as: name, password: Secret(password))
                    }
                    #expect(error?.code == .paramError)
                }
            }
        }
    }

    @Test func `in clear text are refused here unless the configuration allows it`() async throws {
        try await Slapd.with { server in
            var configuration = try server.configuration()
            configuration.allowsPasswordInClear = false
            try await LDAPConnection.withConnection(configuration) { connection in
                let error = await #expect(throws: LDAPError.self) {
                    try await connection.bind(as: server.adminDN, password: Secret(server.adminPassword))
                }
                #expect(error?.code == .paramError)
            }
        }
    }

    @Test func `pass any byte of a password`() async throws {
        let ldif = """
            dn: cn=svc,dc=example,dc=org
            objectClass: person
            sn: svc
            userPassword:: AGHDpAo=

            """
        try await Slapd.with(ldif: ldif) { server in
            try await LDAPConnection.withConnection(try server.configuration()) { connection in
                try await connection.bind(
                    as: "cn=svc,dc=example,dc=org", password: Secret([0, 0x61, 0xC3, 0xA4, 0x0A]))
            }
        }
    }

    @Test(
        arguments: [
            ("ldap://127.0.0.1", .tls), ("ldaps://127.0.0.1", .startTLS), ("ldaps://127.0.0.1", .clear),
        ] as [(String, LDAPConfiguration.Transport)])
    func `need a URL that goes with the transport`(url: String, transport: LDAPConfiguration.Transport) async throws {
        let configuration = LDAPConfiguration(url: try LDAPURL(parsing: url), transport: transport)
        let error = await #expect(throws: LDAPError.self) {
            try await LDAPConnection.withConnection(configuration) { _ in }
        }
        #expect(error?.operation == .configure)
    }
}
