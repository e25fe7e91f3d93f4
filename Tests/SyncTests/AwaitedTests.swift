// SPDX-License-Identifier: Apache-2.0
import AWS
import Directory
import Foundation
import Synchronization
import TestSupport
import Testing
import WorkMail
import WorkMailEndpoint

@testable import Sync

/// Approved people whom the hosted service does not list yet, and which of its rows are theirs.
@Suite(.tags(.server)) struct AwaitedTests {
    @Test func `the next look is later each time, up to every four hours`() {
        var awaited = Awaited(since: People.now, lastLook: People.now)
        var minutes: [Double] = []
        for _ in 1...9 {
            minutes.append(awaited.nextLook.timeIntervalSince(awaited.lastLook) / 60)
            awaited = awaited.again(at: awaited.nextLook)
        }
        #expect(minutes == [5, 10, 15, 30, 60, 120, 240, 240, 240])
        #expect(awaited.since == People.now)
    }

    @Test func `a look in the future was dated by a wrong clock, and it is time for another`() {
        let awaited = Awaited(since: People.now, looks: 9, lastLook: People.now + 365 * People.day)
        #expect(awaited.isDue(at: People.now) && !awaited.isDue(at: awaited.lastLook))
        #expect(awaited.isDue(at: awaited.nextLook))
    }

    @Test func `somebody who is not listed is looked for when it is time, and by whoever asks for them`() async throws {
        try await Self.with { bench, parts, asked in
            let ana = try People.person(1, "ana", mail: "ana@example.com")
            try await bench.store.beginCompleteRead()
            _ = try await bench.store.mirror(
                [(ObservedUser(user: ana.user, scope: ana.scope), ana.standing)], issues: [])
            try await bench.approve(ana)
            func run(for people: Set<ObjectGUID>? = nil) async throws -> (waiting: [Hold], looks: Int) {
                asked.withLock { $0 = 0 }
                let waiting = try await Self.plan(parts, for: people)
                return (waiting, asked.withLock(\.self))
            }
            let first = try await run()
            let awaited = Awaited(since: bench.clock.now, lastLook: bench.clock.now)
            #expect(first.waiting == [.notYetVisible(awaited)] && first.looks == 1)
            bench.clock.advance(60)
            let soon = try await run()
            #expect(soon.waiting == [.notYetVisible(awaited)] && soon.looks == 0)
            #expect(try await run(for: [ana.guid]).looks == 1)
            bench.clock.advance(240)
            let due = try await run()
            #expect(due.waiting == [.notYetVisible(awaited.again(at: bench.clock.now))] && due.looks == 1)
            // The service has read the directory.
            try await bench.organization.directoryHolds([ana.user].compactMap { DirectorySourcedUser($0) })
            #expect(try await run().looks == 0)
            bench.clock.advance(600)
            #expect(try await run().waiting.isEmpty)
            #expect(try await parts.store.awaited().isEmpty)
        }
    }

    @Test func `a row without a SID is joined by its name, one with another SID never`() async throws {
        for (id, isJoined) in [("5e1f7c0a-0000-4000-8000-000000000001", true), ("S-1-5-21-9-9-9-1001", false)] {
            try await Self.with { bench, parts, _ in
                let ana = try People.person(1, "ana", mail: "ana@example.com")
                try await bench.store.beginCompleteRead()
                _ = try await bench.store.mirror(
                    [(ObservedUser(user: ana.user, scope: ana.scope), ana.standing)], issues: [])
                let row = DirectorySourcedUser(id: EntityID(id), name: "Ana", role: .user, profile: MailProfile())
                try await bench.organization.directoryHolds([row])
                try await bench.approve(ana)
                let report = try await SyncRun(parts).carryOut(for: [ana.guid])
                let state = try await bench.organization.describeUser(EntityID(id)).user.state
                #expect(state == (isJoined ? .enabled : .disabled), "\(report.plan.waiting.map(\.hold))")
                #expect(try await parts.store.links()[ana.guid] == (isJoined ? EntityID(id) : nil))
            }
        }
    }

    /// - Parameter body: gets how many times DescribeUser was asked.
    private static func with(_ body: (Workbench, SyncParts, CallCount) async throws -> Void) async throws {
        try await Workbench.with(OwnershipFacts(directoryKind: .simpleAD, isHosted: true)) { bench in
            try await LocalWorkMail.with(bench.organization, tls: false) { local in
                let asked = CallCount(0)
                var parts = bench.parts
                parts.organization = try local.hostedOrganization(
                    observer: CallObserver { call in
                        if call.operation == "DescribeUser" { asked.withLock { $0 += 1 } }
                    })
                try await body(bench, parts, asked)
            }
        }
    }

    /// What a run would wait for, without a directory: a plan of everybody, or of some.
    private static func plan(_ parts: SyncParts, for people: Set<ObjectGUID>?) async throws -> [Hold] {
        if let people { return try await SyncRun(parts).planned(for: people).plan.waiting.map(\.hold) }
        let situation = try await Situation.gather(
            from: parts.store, parts.organization, rules: parts.rules, now: parts.clock())
        try await parts.store.keep(awaited: situation.awaited)
        return Planner.plan(situation.subjects, owners: situation.owners, rules: parts.rules, now: parts.clock())
            .waiting.map(\.hold)
    }
}

/// A number that several tasks count up.
final class CallCount: Sendable {
    private let count: Mutex<Int>

    init(_ start: Int) { count = Mutex(start) }

    func withLock<Result>(_ body: (inout sending Int) -> sending Result) -> Result { count.withLock(body) }
}
