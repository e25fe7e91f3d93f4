// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import LDAP
import Testing

@testable import Sync
@testable import TestSupport

/// People who are elsewhere because their organizational unit is, of which they have no number of their own.
@Suite(.tags(.server), .requiresSamba) struct FailoverContainerTests {
    @Test(
        "a domain controller that has not got the move of a unit is not believed about the people in it",
        arguments: [TrackingMethod.fullRead, .dirSync])
    func movedUnit(method: TrackingMethod) async throws {
        try await SambaDomainController.withTwo { first, second in
            try await first.addOU("Staff")
            try await first.addOU("Sales")
            for (name, unit) in [("ana", "Staff"), ("ben", "Sales")] {
                let dn = "CN=\(name),OU=\(unit),\(first.baseDN)"
                try await first.modify(
                    ldif: "dn: \(dn)\nchangetype: add\nobjectClass: user\nsAMAccountName: \(name)\n"
                        + "userAccountControl: 546\nmail: \(name)@example.com\n")
            }
            try await second.replicate(from: first)
            var parts = try FailoverBasisTests.parts(first, ScopeDefinition(bases: ["OU=Staff,\(first.baseDN)"]))
            parts.tracking.method = method
            parts.directory.source = .urls(try [first.url, second.url].map { try LDAPURL(parsing: $0) })
            _ = try await SyncRun(parts).once()

            try await first.modify(
                ldif: "dn: OU=Sales,\(first.baseDN)\nchangetype: modrdn\nnewrdn: OU=Sales\ndeleteoldrdn: 1\n"
                    + "newsuperior: OU=Staff,\(first.baseDN)\n")
            let moved = try await SyncRun(parts).once()
            #expect((moved.observation?.rowsWritten ?? 0) > 0)
            let ben = try #require(try await parts.store.people(named: "ben").first)
            #expect(ben.standing.exclusion != .outsideBases)

            try await first.kill()
            try await FailoverBasisTests.expectBehind(parts)
            let after = try #require(try await parts.store.person(ben.guid))
            #expect(after.standing == ben.standing)
        }
    }
}
