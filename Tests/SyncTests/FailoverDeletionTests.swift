// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import LDAP
import Testing

@testable import Sync
@testable import TestSupport

/// A deletion that one domain controller got from another.
@Suite(.tags(.server), .requiresSamba) struct FailoverDeletionTests {
    @Test func `somebody who was deleted on one is deleted on the other`() async throws {
        try await SambaDomainController.withTwo { first, second in
            let ana = try await first.addUser("ana", password: "Lab-only 4711", ["mail": "ana@example.com"])
            let folder = first.directory + "/state"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            var parts = try SyncRehearsal.parts(
                in: folder, first, scope: ScopeDefinition(), rules: PlanningRules(directoryKind: .simpleAD))
            parts.limits.maxMissingPercent = 100
            parts.directory.source = .urls(try [first.url, second.url].map { try LDAPURL(parsing: $0) })
            _ = try await SyncRun(parts).once()
            try await first.carryOut(try #require(try await parts.store.capabilityProfile()?.tombstoneGrant))
            try await second.replicate(from: first)

            try await first.modify(ldif: "dn: CN=ana,CN=Users,\(first.baseDN)\nchangetype: delete\n")
            try await second.replicate(from: first)
            try await first.kill()
            let report = try await SyncRun(parts).once()
            #expect(report.observation?.server.dnsHostName == "dc2.corp.example.com")
            #expect(try await parts.store.person(ana)?.presence == .deleted)
            // Of the next one the changes will not tell: it has to be looked who is there.
            let tombstones = try #require(try await parts.store.capabilityProfile()?.tombstones)
            #expect(
                tombstones == .named(evidence: "Samba shows no more of what was deleted on another domain controller"))
            #expect(try await parts.store.capabilityProfile()?.tombstoneGrant == nil)
        }
    }
}
