// SPDX-License-Identifier: Apache-2.0
import LDAP
import Testing

@testable import Directory

@Suite struct `A cursor` {
    private static let (invocation, other) = (guid(1), guid(2))
    private static let cursor = DirectoryCursor(
        domain: "DC=corp,DC=example,DC=com", server: "dc1.corp.example.com", invocationID: invocation,
        usn: 8_589_934_592, method: .dirSync, cookie: [1, 2, 3])

    private static func guid(_ number: UInt8) -> ObjectGUID {
        guard let guid = ObjectGUID(bytes: [UInt8](repeating: number, count: 16)) else { preconditionFailure() }
        return guid
    }

    @Test(
        arguments: [
            ("dc1.corp.example.com", invocation, 8_589_934_592, .upToDate),
            // A number past 32 bits is as good as any other.
            ("dc1.corp.example.com", invocation, 8_589_934_593, .behind),
            (
                "dc1.corp.example.com", invocation, 8_589_934_591,
                .unusable(.wentBack(server: "dc1.corp.example.com", from: 8_589_934_592, to: 8_589_934_591))
            ),
            (
                "dc1.corp.example.com", other, 8_589_934_592,
                .unusable(.databaseReplaced(server: "dc1.corp.example.com"))
            ),
            ("dc1.corp.example.com", other, 5, .unusable(.databaseReplaced(server: "dc1.corp.example.com"))),
            (
                "dc2.corp.example.com", other, 8_589_934_592,
                .unusable(.otherController(was: "dc1.corp.example.com", is: "dc2.corp.example.com"))
            ),
            (
                "dc1.corp.example.com", nil, 8_589_934_592,
                .unusable(
                    .noTracking("dc1.corp.example.com no longer shows its invocationId or highestCommittedUSN"))
            ),
        ] as [(String, ObjectGUID?, Int64, DirectoryCursor.Verdict)])
    func `counts only on the database that gave it`(
        host: String, invocation: ObjectGUID?, usn: Int64, verdict: DirectoryCursor.Verdict
    ) throws {
        let root = LDAPEntry(
            dn: "",
            attributes: [
                ("defaultNamingContext", [Array("DC=corp,DC=example,DC=com".utf8)]),
                ("dnsHostName", [Array(host.utf8)]), ("highestCommittedUSN", [Array(String(usn).utf8)]),
            ])
        let server = try DirectoryServer(rootDSE: root, invocationID: invocation)
        #expect(Self.cursor.verdict(on: server) == verdict)
    }

    @Test func `that went back says so in words that an administrator can act on`() {
        let reason = FullReadReason.wentBack(server: "dc1", from: 24_228, to: 24_222)
        #expect(reason.isAlarming)
        #expect("\(reason)".contains("put back to an earlier state") && "\(reason)".contains("from 24228 to 24222"))
    }

    @Test func `watches what the scope's filter names, and who everybody is`() {
        let names = TrackedAttributes.list(
            for: ScopeDefinition(filter: "(&(employeeType=mail)(!(MAIL=*))(memberOf=CN=a)(x:1.2:=3))"))
        for name in ["objectSid", "name", "parentGUID", "isDeleted", "member", "mail", "employeeType", "x"] {
            #expect(names.contains(name), "\(name)")
        }
        #expect(!names.contains("MAIL") && !names.contains("memberOf"))
        #expect(Set(names).count == names.count)
        #expect(ScopeDefinition(filter: "(a=b)").watched != ScopeDefinition().watched)
    }
}
