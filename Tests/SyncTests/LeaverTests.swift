// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Testing
import WorkMail

@testable import Sync

/// What happens with the mailbox of somebody who left: by cause, policy, grace and approval.
@Suite struct `Leavers` {
    /// Everybody who left, by the cause that the policy knows; `nil` for what is only ever proposed.
    static func people() throws -> [(person: MirroredPerson, cause: LeaverPolicy.Cause?, reason: String)] {
        func person(_ exclusion: Exclusion? = nil, _ presence: MirroredPerson.Presence = .present) throws
            -> MirroredPerson
        {
            var person = try People.person(1, "ana", mail: "ana@example.com", presence: presence)
            if let exclusion { person.standing = Standing(exclusion: exclusion) }
            return person
        }
        func switchedOff(_ exclusion: Exclusion) throws -> MirroredPerson {
            var person = try person(exclusion)
            person.user.accountControl.insert(.accountDisabled)
            return person
        }
        return [
            (try person(.disabledInDirectory), .disabled, "is disabled in the directory"),
            (try person(.expired), .expired, "has expired in the directory"),
            (try person(nil, .deleted), .deleted, "was deleted in the directory"),
            (try person(.outsideBases), .outOfScope, "is outside the configured bases"),
            (try person(.excludedSubtree), .outOfScope, "is in an excluded subtree"),
            (try person(.systemAccount), .outOfScope, "is a system account of the directory"),
            (try person(.resource), .outOfScope, "is a room, a piece of equipment or a shared mailbox"),
            (try switchedOff(.notInGroups), .disabled, "is disabled in the directory"),
            (try switchedOff(.notMatchingFilter), .disabled, "is disabled in the directory"),
            (try person(nil, .missing), nil, "is no longer found in the directory"),
            (try person(.disabledInDirectory, .missing), nil, "is no longer found in the directory"),
            (try person(.notInGroups), nil, "is in none of the configured groups"),
            (try person(.notMatchingFilter), nil, "does not match the configured filter"),
        ]
    }

    static func plan(
        _ person: MirroredPerson, _ policy: LeaverPolicy, since days: Double?, decision: Decision?,
        clocks: ClockDifference = .none
    ) throws -> Plan {
        let subject = Subject(
            person: person, decision: decision,
            entity: try People.entity(1, "ana", .enabled, email: "ana@example.com"),
            leaverSince: days.map { People.now - $0 * People.day })
        var rules = PlanningRules(ownership: OwnershipFacts(directoryKind: .simpleAD), leavers: policy)
        rules.clocks = clocks
        return Planner.plan([subject], owners: [:], rules: rules, now: People.now)
    }

    /// In one word what the plan does, after having been looked at in full.
    static func outcome(_ plan: Plan, reason: String, until end: Date?) -> String {
        if let change = plan.changes.first {
            return plan.changes.count == 1 && plan.waiting.isEmpty && change.operation == .deregister
                && change.reason == reason ? "disable" : "\(plan)"
        }
        guard plan.waiting.count == 1, plan.waiting[0].intention == "disable" else { return "\(plan)" }
        switch plan.waiting[0].hold {
        case .leaver(let cause): return cause.clause == reason ? "propose" : "\(plan)"
        case .leaverInGrace(let cause, let until): return cause.clause == reason && until == end ? "grace" : "\(plan)"
        default: return "\(plan)"
        }
    }

    @Test func `the whole table: cause, action, grace and approval`() throws {
        let approved = try People.approved(settled: true)
        let rejected = Decision(verdict: .rejected, by: "root", at: People.now)
        // Days of grace, days since when a run knows, and when a mailbox that is to be disabled may be.
        let graces: [(Int, Double?, String)] = [
            (0, nil, "disable"), (0, 5, "disable"), (3, nil, "grace"), (3, 0, "grace"), (3, 2.999, "grace"),
            (3, 3, "disable"), (3, 30, "disable"), (365, 364, "grace"),
        ]
        for (person, cause, reason) in try Self.people() {
            for action in LeaverPolicy.Action.allCases {
                for (days, since, whenOver) in graces {
                    for decision in [approved, rejected, nil] {
                        let end = People.now.addingTimeInterval((Double(days) - (since ?? 0)) * People.day)
                        let plan = try Self.plan(
                            person, LeaverPolicy(action, graceDays: days), since: since, decision: decision)
                        let acts = action == .apply && cause != nil && decision == approved
                        #expect(
                            Self.outcome(plan, reason: reason, until: end) == (acts ? whenOver : "propose"),
                            "\(reason), \(action), \(days) days, since \(since ?? -1)")
                    }
                }
            }
        }
    }

    /// Hours by which the controller is ahead, days of grace, days since when a run knows, days since the account expired (else
    /// it was switched off), and what is done.
    @Test(
        arguments: [
            (24, 0, nil, nil, "disable"), (-24, 0, nil, nil, "disable"), (-24, 0, 5, nil, "disable"),
            (0.08, 3, 3, nil, "disable"), (24, 3, 3.5, nil, "disable"), (-24, 3, 3.5, nil, "clocks"),
            (-24, 3, 4, nil, "disable"), (-24, 3, 2, nil, "grace"), (0, 0, nil, 0.5, "disable"),
            (-24, 0, nil, 0.5, "clocks"), (-24, 0, nil, 1, "disable"), (24, 0, nil, 0.5, "disable"),
        ] as [(Double, Int, Double?, Double?, String)])
    func `where the clocks differ, a date has passed when it has for both`(
        ahead hours: Double, grace: Int, since: Double?, expired days: Double?, outcome: String
    ) throws {
        var person = try Self.people()[days == nil ? 0 : 1].person
        if let days { person.user.accountExpires = .at(People.now - days * People.day) }
        let clocks = ClockDifference(seconds: hours * 3600)
        let plan = try Self.plan(
            person, LeaverPolicy(.apply, graceDays: grace), since: since, decision: try People.approved(settled: true),
            clocks: clocks)
        let done =
            switch plan.waiting.first?.hold {
            case .clocksDiffer(clocks)?: "clocks"
            case .leaverInGrace?: "grace"
            case nil: plan.changes.map(\.operation) == [.deregister] ? "disable" : "\(plan)"
            default: "\(plan)"
            }
        #expect(done == outcome)
        #expect(RunReport(observation: nil, counts: MirrorCounts(), plan: plan).isWaiting == false)
    }

    @Test func `nobody is enabled whose account the controller's clock says is expired`() throws {
        var person = try People.person(1, "ana", mail: "ana@example.com")
        person.user.accountExpires = .at(People.now + 0.5 * People.day)
        let subject = Subject(
            person: person, decision: try People.approved(), entity: try People.entity(1, "ana", .disabled))
        var rules = PlanningRules(directoryKind: .simpleAD)
        for (hours, isEnabled) in [(0.0, true), (-24, true), (11, true), (13, false)] {
            rules.clocks = ClockDifference(seconds: hours * 3600)
            let plan = Planner.plan([subject], owners: [:], rules: rules, now: People.now)
            #expect(plan.changes.isEmpty != isEnabled && plan.waiting.isEmpty == isEnabled, "\(hours): \(plan)")
        }
    }

    @Test func `each cause has an action of its own, and one that is not named follows the general one`() throws {
        for named in LeaverPolicy.Cause.allCases {
            for general in LeaverPolicy.Action.allCases {
                let other: LeaverPolicy.Action = general == .apply ? .propose : .apply
                let policy = LeaverPolicy(general, actions: [named: other])
                for (person, cause, reason) in try Self.people() {
                    let action = cause == nil ? .propose : cause == named ? other : general
                    let plan = try Self.plan(person, policy, since: nil, decision: try People.approved(settled: true))
                    #expect(
                        Self.outcome(plan, reason: reason, until: nil) == (action == .apply ? "disable" : "propose"))
                }
            }
        }
        #expect(LeaverPolicy() == LeaverPolicy(.propose, graceDays: 0), "by default nothing is done alone")
    }

    @Test func `an administrator's disable waits for no grace, and a mailbox with an address problem is no leaver's`()
        throws
    {
        let patient = LeaverPolicy(.apply, graceDays: 30)
        for (person, _, _) in try Self.people() {
            let disable = Decision(verdict: .disable, reason: "left", by: "root", at: People.now)
            let plan = try Self.plan(person, patient, since: nil, decision: disable)
            #expect(plan.changes.map(\.reason) == ["disabled by root: left"])
        }
        for exclusion in Exclusion.allCases where exclusion.nature == .address {
            var person = try People.person(1, "ana", mail: "ana@example.com")
            person.standing = Standing(exclusion: exclusion)
            let approved = try People.approved(settled: true)
            #expect(try Self.plan(person, LeaverPolicy(.apply), since: 9, decision: approved) == Plan())
        }
    }

    @Test func `waiting in grace is no reason to call an administrator, and a proposal is`() throws {
        let policies: [(LeaverPolicy, Bool)] = [
            (LeaverPolicy(.propose), true), (LeaverPolicy(.apply, graceDays: 3), false),
            (LeaverPolicy(.propose, graceDays: 3), true),
        ]
        for (policy, isWaiting) in policies {
            let person = try Self.people()[0].person
            let plan = try Self.plan(person, policy, since: 1, decision: try People.approved(settled: true))
            #expect(RunReport(observation: nil, counts: MirrorCounts(), plan: plan).isWaiting == isWaiting)
        }
        let hold = Hold.leaverInGrace(.deleted, until: Date(timeIntervalSince1970: 1_790_000_000))
        #expect(
            hold.explanation
                == "was deleted in the directory; the mailbox is disabled on 2026-09-21T14:13:20Z by leavers.grace_days"
        )
        #expect(hold.remedy(for: "ana") == "workmail-sync users disable ana  (the mailbox is kept for 30 days)")
    }

    @Test func `the grace begins with the run that first sees a leaver, and anew for somebody who came back`()
        async throws
    {
        try await `The state database`.inFolder { folder in
            let store = try SyncStore(path: folder + "/state.db")
            let (ana, bob) = (People.guid(1), People.guid(2))
            let policy = LeaverPolicy(.apply, graceDays: 3)
            func keep(_ leavers: [ObjectGUID: LeaverCause], after seconds: Double) async throws -> [ObjectGUID: Date] {
                try await store.keep(leavers: leavers, policy: policy, at: People.now + seconds)
                return try await store.leavers().mapValues(\.since)
            }
            #expect(try await keep([ana: .deleted], after: 0) == [ana: People.now])
            let both = try await keep([ana: .deleted, bob: .missing], after: 10)
            #expect(both == [ana: People.now, bob: People.now + 10])
            #expect(try await keep([bob: .missing], after: 20) == [bob: People.now + 10], "ana came back")
            let again = try await keep([ana: .deleted, bob: .missing], after: 30)
            #expect(again == [ana: People.now + 30, bob: People.now + 10])
        }
    }

    @Test func `a date that was written while a clock was ahead is put right, and the grace counts from then`()
        async throws
    {
        try await Workbench.with(leavers: LeaverPolicy(.apply, graceDays: 3)) { bench in
            let (ana, _) = try await bench.enabled(1, "ana")
            try await bench.store.finishCompleteRead(gone: [ana.guid: .deleted], pins: [], at: bench.clock.now)
            let (store, rules, now) = (bench.store, bench.parts.rules, bench.clock.now)
            func since(at moment: Date) async throws -> Date? {
                let situation = try await Situation.gather(from: store, bench.organization, rules: rules, now: moment)
                try await store.keep(leavers: situation.leavers, policy: rules.leavers, at: moment)
                return situation.subjects.first { $0.person.guid == ana.guid }?.leaverSince
            }
            #expect(try await since(at: now + 365 * People.day) == nil)
            #expect(try await since(at: now) == now)
            #expect(try await store.leavers()[ana.guid]?.since == now)
            #expect(try await since(at: now + 2 * People.day) == now)
        }
    }

    @Test func `another cause begins the grace anew, unless the one before would have been acted on too`()
        async throws
    {
        try await `The state database`.inFolder { folder in
            let store = try SyncStore(path: folder + "/state.db")
            let ana = People.guid(1)
            let disabled = LeaverCause.excluded(Standing(exclusion: .disabledInDirectory))
            let moved = LeaverCause.excluded(Standing(exclusion: .outsideBases))
            for (policy, since) in [
                (LeaverPolicy(.apply, actions: [.disabled: .propose], graceDays: 2), People.now + 86_400 * 20),
                (LeaverPolicy(.apply, graceDays: 2), People.now),
            ] {
                try await store.keep(leavers: [:], policy: policy, at: People.now)
                try await store.keep(leavers: [ana: disabled], policy: policy, at: People.now)
                try await store.keep(leavers: [ana: moved], policy: policy, at: People.now + 86_400 * 20)
                #expect(try await store.leavers() == [ana: KnownLeaver(since: since, cause: .outOfScope)])
            }
        }
    }

    @Test func `only people with a mailbox are leavers`() async throws {
        try await Workbench.with(leavers: LeaverPolicy(.apply, graceDays: 3)) { bench in
            let (ana, _) = try await bench.enabled(1, "ana")
            let bob = try People.person(2, "bob", mail: "bob@example.com")
            try await bench.add(ana, bob)
            let gone = [ana.guid: MirroredPerson.Presence.deleted, bob.guid: .deleted]
            try await bench.store.finishCompleteRead(gone: gone, pins: [], at: bench.clock.now)
            let situation = try await Situation.gather(
                from: bench.store, bench.organization, rules: bench.parts.rules, now: bench.clock.now)
            #expect(situation.leavers == [ana.guid: .deleted])
        }
    }
}
