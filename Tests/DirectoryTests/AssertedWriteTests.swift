// SPDX-License-Identifier: Apache-2.0
import LDAP
import TestSupport
import Testing

@testable import Directory

/// The same write on a server that has the assertion control (RFC 4528), which Samba has not.
@Suite(.tags(.server), .requiresSlapd) struct `A write under an assertion` {
    private static func withPerson(_ body: (LDAPConnection) async throws -> Void) async throws {
        try await Slapd.with(people: 1) { server in
            let configuration = LDAPConfiguration(
                url: try LDAPURL(parsing: server.url), transport: .clear, allowsPasswordInClear: true)
            try await LDAPConnection.withConnection(configuration) { connection in
                try await connection.bind(as: server.adminDN, password: Secret(server.adminPassword))
                try await body(connection)
            }
        }
    }

    private static func write(
        _ changes: [(String, old: String?, new: String?)], _ connection: LDAPConnection
    ) throws -> GuardedWrite {
        GuardedWrite(
            connection: connection, target: .text("cn=person 0,ou=people,dc=example,dc=org"),
            guid: try #require(ObjectGUID(bytes: [UInt8](0..<16))),
            changes: changes.map { AttributeChange(attribute: $0, old: $1, new: $2) }, hasAssertion: true)
    }

    @Test func `replaces, adds and deletes while the old values are there`() async throws {
        try await Self.withPerson { connection in
            let write = try Self.write(
                [("sn", "0", "Größe"), ("title", nil, "Head"), ("mail", "person0@example.org", nil)], connection)
            #expect(write.modifications.allSatisfy { $0.operation == .replace })
            #expect(try await write.run().values == ["sn": "Größe", "title": "Head"])
            #expect(try await Self.write([("title", "Head", "head")], connection).run().values == ["title": "head"])
        }
    }

    @Test func `is refused by the server, all of it, when one of them is not`() async throws {
        try await Self.withPerson { connection in
            for (old, actual) in [("1", "0"), (nil, "0")] as [(String?, String)] {
                let write = try Self.write([("title", nil, "Head"), ("sn", old, "2")], connection)
                let expected = DelegatedChangeFailure.changedMeanwhile([
                    AttributeConflict(attribute: "sn", expected: old, actual: actual)
                ])
                await #expect(throws: expected) { try await write.run() }
                // Past the comparison of our own.
                await #expect(throws: expected) { try await write.write(write.modifications) }
                #expect(try await Self.write([("title", nil, nil)], connection).run().values.isEmpty)
            }
        }
    }
}
