// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import LDAP
import Sync
import TestSupport
import Testing
import WorkMail

/// A read that ends early says nothing about anybody, even where leavers are disabled without asking.
@Suite(.tags(.server), .requiresSamba) struct `A read cut off midway` {
    let rules = PlanningRules(directoryKind: .simpleAD, leaverAction: .apply)

    @Test(arguments: [TrackingMethod.dirSync, .fullRead])
    func `it throws, disables nobody and marks nobody as gone, wherever it was cut`(method: TrackingMethod)
        async throws
    {
        try await SyncRehearsal.with(people: .bulk(600), rules: rules) { rehearsal in
            try await Self.enableSomebody(rehearsal)
            try await FaultProxy.with(to: rehearsal.controller.address) { proxy in
                var through = rehearsal
                through.parts.directory = try Self.directory(rehearsal, port: proxy.port)
                through.parts.tracking = TrackingSettings(method: method, readsEverybody: true)
                let start = proxy.bytesFromServer
                try await through.sync()
                let whole = proxy.bytesFromServer - start
                #expect(whole > 100_000)

                // In the handshake, at the bind, in the first page, in every part of the read, and just before its end; that is
                // not the same in each, since at its end is a list of what changed last.
                let parts = (1...6).map { whole * $0 / 7 }
                for cut in [0, 500, 2_000, 4_000, 8_000] + parts + [whole - 6_000] {
                    proxy.fault = .cut(afterServerBytes: cut)
                    try await Self.expectNothingConcluded(from: through, "cut after \(cut) of \(whole) bytes")
                }
                proxy.fault = .stall(afterServerBytes: whole / 2)
                var impatient = through
                impatient.parts.directory.connection.timeouts.operationSeconds = 3
                let clock = ContinuousClock.now
                try await Self.expectNothingConcluded(from: impatient, "stalled", code: .timeout)
                #expect(ContinuousClock.now - clock < .seconds(20))
                proxy.fault = .none
                let next = try await through.sync()
                #expect(next.plan == Plan() && next.observation?.gone == 0 && next.observation?.rowsWritten == 0)
            }
        }
    }

    @Test func `a domain controller that dies during paging concludes nothing either`() async throws {
        try await SyncRehearsal.with(people: .bulk(600), rules: rules) { rehearsal in
            try await Self.enableSomebody(rehearsal)
            var dying = rehearsal
            dying.parts.directory.pageSize = 50
            dying.parts.tracking = TrackingSettings(method: .fullRead)
            let controller = rehearsal.controller
            let (pages, continuation) = AsyncStream.makeStream(of: Int.self)
            dying.parts.progress = { if case .reading(let count) = $0 { continuation.yield(count) } }
            async let killed: Void = {
                for await count in pages where count >= 150 { return try await controller.kill() }
            }()
            // Whether the run or the kill is faster is not in our hands: a page of 50 takes as long as a signal.
            let error = await #expect(throws: (any Error).self) {
                while true { try await dying.sync() }
            }
            try await killed
            #expect(!(error is SafetyStop), "\(String(describing: error))")
            try await Self.expectUntouched(rehearsal, "killed")
            try await controller.start()
            #expect(try await rehearsal.sync().plan == Plan())
        }
    }

    /// Somebody at the beginning, in the middle and at the end of the read has a mailbox.
    private static func enableSomebody(_ rehearsal: SyncRehearsal) async throws {
        try await rehearsal.sync()
        let people = try await rehearsal.store.undecided().filter(\.standing.isCandidate)
        try #require(people.count >= 600)
        let chosen = [people[0], people[300], people[people.count - 1]]
        for person in chosen { try await rehearsal.approve(person.user.sAMAccountName) }
        try await rehearsal.sync()
        #expect(try await rehearsal.mailboxes().count == 3)
    }

    private static func directory(_ rehearsal: SyncRehearsal, port: UInt16) throws -> DirectoryConfiguration {
        var configuration = rehearsal.parts.directory
        configuration.connection.url = try LDAPURL(parsing: "ldaps://127.0.0.1:\(port)")
        configuration.pageSize = 50
        return configuration
    }

    private static func expectNothingConcluded(
        from rehearsal: SyncRehearsal, _ what: Comment, code: LDAPResultCode? = nil
    ) async throws {
        let error = await #expect(throws: (any Error).self, what) { try await rehearsal.sync() }
        #expect(error.map { $0 is SafetyStop } == false, what)
        if let code { #expect((error as? LDAPError)?.code == code, "\(what): \(String(describing: error))") }
        #expect(try await rehearsal.store.runs(limit: 1).first?.outcome == .failed, what)
        try await expectUntouched(rehearsal, what)
    }

    private static func expectUntouched(_ rehearsal: SyncRehearsal, _ what: Comment) async throws {
        #expect(try await rehearsal.store.counts().gone == 0, what)
        #expect(try await rehearsal.mailboxes().count == 3, what)
        for person in try await rehearsal.store.decisions().keys {
            let explanation = try await Explanation.about(
                try #require(try await rehearsal.store.person(person)), parts: rehearsal.parts)
            #expect(explanation.plan == Plan() && explanation.person.presence == .present, what)
        }
    }
}
