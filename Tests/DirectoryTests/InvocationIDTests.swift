// SPDX-License-Identifier: Apache-2.0
import LDAP
import Testing

@testable import Directory

/// Which copy of the database a connection reads.
@Suite struct `The copy of the database` {
    private static let root = LDAPEntry(
        dn: "", attributes: [("dsServiceName", [Array("CN=NTDS Settings,CN=DC1,CN=Servers,DC=corp".utf8)])])

    private static func error(_ code: LDAPResultCode) -> LDAPError {
        LDAPError(code: code, operation: .search, server: LDAPURL(scheme: .ldaps, host: "dc1"))
    }

    @Test(arguments: [LDAPResultCode.busy, .unavailable, .timeout, .serverDown])
    func `whose name does not come just now is not taken for one without a name`(code: LDAPResultCode) async {
        let failure = await #expect(throws: LDAPError.self) {
            try await ActiveDirectory.invocationID(of: Self.root) { _ in throw Self.error(code) }
        }
        #expect(failure?.code == code)
    }

    @Test func `has a name where the server shows it, and none where it does not`() async throws {
        let bytes = [UInt8](1...16)
        let entry = LDAPEntry(dn: "CN=NTDS Settings", attributes: [("invocationId", [bytes])])
        var asked: [SearchBase] = []
        let name = try await ActiveDirectory.invocationID(of: Self.root) { base in
            asked.append(base)
            return entry
        }
        #expect(name?.bytes == bytes)
        let service = try DN(parsing: "CN=NTDS Settings,CN=DC1,CN=Servers,DC=corp")
        #expect(asked == [.dn(service)])

        let refused = try await ActiveDirectory.invocationID(of: Self.root) { _ in
            throw Self.error(.insufficientAccessRights)
        }
        #expect(refused == nil)
        for hidden in [nil, LDAPEntry(dn: "CN=NTDS Settings", attributes: [])] {
            let name = try await ActiveDirectory.invocationID(of: Self.root) { _ in hidden }
            #expect(name == nil)
        }
    }
}
