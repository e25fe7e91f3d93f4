// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import LDAP
import Testing

@testable import Sync
@testable import TestSupport

/// What a second domain controller must have got before it is believed, where what was read does not tell it.
@Suite(.tags(.server), .requiresSamba) struct FailoverBasisTests {
    @Test(
        "a domain controller that has not got the change of a group is not believed about whom a filter matches",
        arguments: [TrackingMethod.usn, .fullRead])
    func groupInFilter(method: TrackingMethod) async throws {
        try await SambaDomainController.withTwo { first, second in
            for name in ["ana", "ben"] { try await Self.add(name, first) }
            let users = "CN=Users,\(first.baseDN)"
            let group = try await first.addGroup("Mail", members: ["CN=ana,\(users)", "CN=ben,\(users)"])
            var parts = try Self.parts(first, ScopeDefinition(filter: "(memberOf=\(group))"))
            parts.tracking.method = method
            parts.directory.source = .urls(try [first.url, second.url].map { try LDAPURL(parsing: $0) })
            _ = try await SyncRun(parts).once()
            let ana = try await Self.person("ana", parts)
            #expect(ana.scope == .inside)
            try await second.replicate(from: first)

            // Of ana herself nothing changes.
            try await first.modify(
                ldif: "dn: \(group)\nchangetype: modify\ndelete: member\nmember: CN=ana,\(users)\n-\n")
            _ = try await SyncRun(parts).once()
            #expect(try await Self.person("ana", parts).scope == .notMatchingFilter)
            let state = try #require(try await parts.store.trackingState())

            try await first.kill()
            try await Self.expectBehind(parts)
            #expect(try await Self.person("ana", parts).scope == .notMatchingFilter)
            #expect(try await parts.store.trackingState() == state)

            // When it has got that and what came after it, it is.
            try await first.start()
            try await first.set("title", of: "ben", to: "Head of something")
            try await second.replicate(from: first)
            try await first.kill()
            let report = try await SyncRun(parts).once()
            #expect(report.observation?.server.dnsHostName == "dc2.corp.example.com")
            #expect(try await Self.person("ana", parts).scope == .notMatchingFilter)
        }
    }

    @Test("what was mirrored by a read that broke off counts as read", arguments: [TrackingMethod.usn, .fullRead])
    func interruptedRead(method: TrackingMethod) async throws {
        try await SambaDomainController.withTwo { first, second in
            for name in ["ana", "ben"] { try await Self.add(name, first) }
            try await second.replicate(from: first)
            var parts = try Self.parts(first, ScopeDefinition())
            parts.tracking.method = method
            _ = try await SyncRun(parts).once()
            // Replication itself writes at the domain's head, of which the first read tells.
            try await second.replicate(from: first)
            let basis = try #require(try await parts.store.trackingState()?.basis)
            try await ActiveDirectory.connect(try second.configuration()) { try await $0.require(basis) }
            try await first.set("mail", of: "ana", to: "ana.new@example.com")

            try await FaultProxy.with(to: first.address) { proxy in
                var broken = parts
                broken.directory = try first.configuration(through: proxy)
                // After the page was mirrored, and before the read ends.
                broken.progress = { if case .reading = $0 { proxy.fault = .cut(afterServerBytes: 0) } }
                let interrupted = broken
                await #expect(throws: (any Error).self) { try await SyncRun(interrupted).once() }
            }
            #expect(try await Self.person("ana", parts).user.mail == "ana.new@example.com")
            // Not even when it is the next that is asked.
            var elsewhere = parts
            elsewhere.directory = try second.configuration()
            try await Self.expectBehind(elsewhere)
            parts.directory.source = .urls(try [first.url, second.url].map { try LDAPURL(parsing: $0) })
            let next = try await SyncRun(parts).once()
            #expect(next.observation?.server.dnsHostName == "dc1.corp.example.com")
            #expect(next.observation?.rowsWritten == 0)

            try await first.kill()
            try await Self.expectBehind(parts)
            #expect(try await Self.person("ana", parts).user.mail == "ana.new@example.com")
        }
    }

    @Test("so does what was mirrored of a few people, and of whoever has gone")
    func refreshed() async throws {
        try await SambaDomainController.withTwo { first, second in
            for name in ["ana", "ben"] { try await Self.add(name, first) }
            try await first.set("userAccountControl", of: "ana", to: "514")
            try await second.replicate(from: first)
            let parts = try Self.parts(first, ScopeDefinition())
            var elsewhere = parts
            elsewhere.directory = try second.configuration()
            _ = try await SyncRun(parts).once()
            try await second.replicate(from: first)
            let (ana, ben) = (try await Self.person("ana", parts), try await Self.person("ben", parts))

            try await first.set("userAccountControl", of: "ana", to: "512")
            try await SyncRun(parts).refresh([ana.guid])
            #expect(try await Self.person("ana", parts).standing.exclusion == nil)
            try await Self.expectBehind(elsewhere)
            try await second.replicate(from: first)
            _ = try await SyncRun(elsewhere).once()
            #expect(try await Self.person("ana", parts).standing.exclusion == nil)

            try await first.replicate(from: second)
            _ = try await SyncRun(parts).once()
            try await first.modify(ldif: "dn: CN=ben,CN=Users,\(first.baseDN)\nchangetype: delete\n")
            try await SyncRun(parts).refresh([ben.guid])
            #expect(try await parts.store.person(ben.guid)?.presence != .present)
            try await Self.expectBehind(elsewhere)
        }
    }

    @Test("and so does what a group says of them, of whom nothing changes")
    func refreshedByGroup() async throws {
        try await SambaDomainController.withTwo { first, second in
            for name in ["ana", "ben"] { try await Self.add(name, first) }
            let users = "CN=Users,\(first.baseDN)"
            let group = try await first.addGroup("Mail", members: ["CN=ben,\(users)"])
            try await second.replicate(from: first)
            let parts = try Self.parts(first, ScopeDefinition(groups: [group]))
            var elsewhere = parts
            elsewhere.directory = try second.configuration()
            _ = try await SyncRun(parts).once()
            try await second.replicate(from: first)
            let ana = try await Self.person("ana", parts)
            let basis = try #require(try await parts.store.trackingState()?.basis)
            try await ActiveDirectory.connect(elsewhere.directory) { try await $0.require(basis) }

            try await first.modify(ldif: "dn: \(group)\nchangetype: modify\nadd: member\nmember: CN=ana,\(users)\n-\n")
            try await SyncRun(parts).refresh([ana.guid])
            #expect(try await Self.person("ana", parts).scope == .inside)
            try await Self.expectBehind(elsewhere)
            #expect(try await Self.person("ana", parts).scope == .inside)
        }
    }

    private static func add(_ name: String, _ controller: SambaDomainController) async throws {
        try await controller.addUser(name, password: "Lab-only 4711", ["mail": "\(name)@example.com"])
    }

    static func parts(_ first: SambaDomainController, _ scope: ScopeDefinition) throws -> SyncParts {
        let folder = first.directory + "/state"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return try SyncRehearsal.parts(
            in: folder, first, scope: scope, rules: PlanningRules(directoryKind: .simpleAD))
    }

    private static func person(_ name: String, _ parts: SyncParts) async throws -> MirroredPerson {
        try #require(try await parts.store.people(named: name).first)
    }

    static func expectBehind(_ parts: SyncParts) async throws {
        let failure = await #expect(throws: ControllerFailure.self) { try await SyncRun(parts).once() }
        #expect(failure.map { "\($0)" }?.contains("has not yet got all") == true, "\(String(describing: failure))")
    }
}
