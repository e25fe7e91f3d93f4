// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Sync
import Testing

@testable import workmail_sync

/// What is told when, as a conversation: a state, what came of it, and what is remembered for the next time.
@Suite struct NoticeRulesTests {
    /// One way and its memory, without a database.
    private struct Memory {
        var told: [String: Told] = [:]
        let rules = NoticeRules()

        /// - Parameter arrives: whether the notices do.
        mutating func tell(
            _ facts: NotificationFacts, _ candidates: NewCandidates? = nil, at now: Date, arrives: Bool = true
        ) -> [Notice] {
            remember(rules.forgotten(facts, told: told) + rules.begun(facts, told: told), now)
            let notices = rules.notices(facts, candidates: candidates, told: told, at: now)
            if arrives { remember(notices.flatMap(\.marks), now) }
            return notices
        }

        private mutating func remember(_ marks: [TellingMark], _ now: Date) {
            for mark in marks {
                switch mark {
                case .told(let subject, let stage): told[subject] = Told(stage: stage, at: now)
                case .over(let subject): told[subject] = nil
                }
            }
        }
    }

    private static let start = Date(timeIntervalSince1970: 1_800_000_000)
    private static func at(days: Double = 0, hours: Double = 0) -> Date {
        start.addingTimeInterval(days * 86_400 + hours * 3600)
    }
    private static func guid(_ number: UInt8) throws -> ObjectGUID {
        try #require(ObjectGUID(bytes: [UInt8](repeating: number, count: 16)))
    }
    /// All is well at this moment.
    private static func well(_ now: Date) -> NotificationFacts {
        NotificationFacts(firstRun: start, lastSuccess: now)
    }

    @Test func `where all is well nobody is told anything`() {
        var memory = Memory()
        for day in 0..<40 {
            let now = Self.at(days: Double(day))
            #expect(memory.tell(Self.well(now), at: now).isEmpty)
        }
    }

    @Test func `a hold is told when it begins and when it is over, whatever its numbers become`() {
        var memory = Memory()
        var facts = Self.well(Self.start)
        facts.stop = "12 people are missing"
        #expect(memory.tell(facts, at: Self.start).map(\.kind) == [.hold])
        facts.stop = "13 people are missing"
        #expect(memory.tell(facts, at: Self.at(hours: 1)).isEmpty)
        facts.stop = nil
        #expect(memory.tell(facts, at: Self.at(hours: 2)).map(\.kind) == [.holdOver])
        #expect(memory.tell(facts, at: Self.at(hours: 3)).isEmpty)
        facts.stop = "again"
        #expect(memory.tell(facts, at: Self.at(hours: 4)).map(\.kind) == [.hold])
    }

    @Test func `what did not arrive is told again, and what was over before is not told at all`() {
        var memory = Memory()
        var facts = Self.well(Self.start)
        facts.stop = "12 people are missing"
        for _ in 0..<3 { #expect(memory.tell(facts, at: Self.start, arrives: false).map(\.kind) == [.hold]) }
        facts.stop = nil
        #expect(memory.tell(facts, at: Self.start).isEmpty)
    }

    @Test(
        "no success for hours is told once, and once that it works again",
        arguments: [
            (0, 5.9, []), (0, 6, [.silence]), (0, 30, [.silence]), (nil, 6, [.silence]), (nil, 5, []),
        ] as [(Double?, Double, [Notice.Kind])])
    func silence(success: Double?, hours: Double, expected: [Notice.Kind]) {
        var memory = Memory()
        var facts = NotificationFacts(firstRun: Self.start, lastSuccess: success.map { Self.at(hours: $0) })
        #expect(memory.tell(facts, at: Self.at(hours: hours)).map(\.kind) == expected)
        #expect(memory.tell(facts, at: Self.at(hours: hours)).isEmpty)
        facts.lastSuccess = Self.at(hours: hours)
        let over: [Notice.Kind] = expected.isEmpty ? [] : [.silenceOver]
        #expect(memory.tell(facts, at: Self.at(hours: hours)).map(\.kind) == over)
        #expect(memory.tell(facts, at: Self.at(hours: hours)).isEmpty)
    }

    @Test func `without any run it counts from when somebody first looked`() {
        var memory = Memory()
        #expect(memory.tell(NotificationFacts(), at: Self.start).isEmpty)
        #expect(memory.tell(NotificationFacts(), at: Self.at(hours: 5)).isEmpty)
        #expect(memory.tell(NotificationFacts(), at: Self.at(hours: 6)).map(\.kind) == [.silence])
    }

    @Test func `runs that fail all the time, and of which the first are forgotten, do not move its beginning`() {
        var memory = Memory()
        for minutes in 0..<359 {
            let now = Self.at(hours: Double(minutes) / 60)
            let facts = NotificationFacts(firstRun: max(Self.start, now.addingTimeInterval(-3600)))
            #expect(memory.tell(facts, at: now).isEmpty)
        }
        let facts = NotificationFacts(firstRun: Self.at(hours: 5))
        #expect(memory.tell(facts, at: Self.at(hours: 6)).map(\.kind) == [.silence])
    }

    @Test func `a clock that goes back neither ends a silence nor tells anything again`() throws {
        var memory = Memory()
        var facts = NotificationFacts(firstRun: Self.start, lastSuccess: Self.start)
        facts.deadlines = Deadlines(expiries: [.certificate(of: "dc1:636", ends: Self.at(days: 8))])
        facts.leavers = [
            .init(guid: try Self.guid(1), name: "ana", cause: .disabled, since: Self.start, disables: nil)
        ]
        #expect(memory.tell(facts, at: Self.at(days: 2)).map(\.kind) == [.silence, .expiry, .leavers])
        for days in [1.0, -300, 0, 1.5] { #expect(memory.tell(facts, at: Self.at(days: days)).isEmpty) }
        facts.lastSuccess = Self.at(hours: 1)
        #expect(memory.tell(facts, at: Self.at(hours: 2)).map(\.kind) == [.silenceOver])
    }

    @Test(
        "an expiry is told at 21, 7 and 1 days and when it has come, and of thresholds that were missed only the last",
        arguments: [
            ([30, 22, 21, 20, 8, 7, 6, 2, 1, 0.5, 0, -1, -30], [21, 7, 1, 0]), ([3, 2, 0.9], [3, 0.9]),
            ([0.5, -2], [0.5, -2]), ([-5, -6], [-5]), ([100, 22], []),
        ] as [([Double], [Double])])
    func expiry(daysLeft: [Double], toldAt: [Double]) {
        var memory = Memory()
        let end = Self.at(days: 100)
        var told: [Double] = []
        for left in daysLeft {
            let now = end.addingTimeInterval(-left * 86_400)
            var facts = Self.well(now)
            facts.deadlines = Deadlines(expiries: [.password(of: "svc@corp.example.com", ends: end)])
            if !memory.tell(facts, at: now).isEmpty { told.append(left) }
        }
        #expect(told == toldAt)
    }

    @Test func `a certificate that was renewed is another one, and a server that does not answer has its own still`() {
        var memory = Memory()
        var facts = Self.well(Self.start)
        facts.deadlines = Deadlines(expiries: [.certificate(of: "dc1:636", ends: Self.at(days: 5))])
        #expect(memory.tell(facts, at: Self.start).count == 1)
        facts.deadlines = Deadlines(expiries: [])
        #expect(memory.tell(facts, at: Self.start).isEmpty)
        facts.deadlines = Deadlines(expiries: [.certificate(of: "dc1:636", ends: Self.at(days: 5))])
        #expect(memory.tell(facts, at: Self.start).isEmpty)
        facts.deadlines = Deadlines(expiries: [.certificate(of: "dc1:636", ends: Self.at(days: 6))])
        #expect(memory.tell(facts, at: Self.start).count == 1)
        #expect(memory.told.keys.count { $0.hasPrefix("expiry/") } == 1, "what was renewed is forgotten")
    }

    @Test func `thresholds below those that are fixed leave these out`() {
        #expect(NoticeRules().expiryDays == [21, 7, 1, 0])
        #expect(NoticeRules(thresholds: NoticeThresholds(expiryDays: 5)).expiryDays == [5, 1, 0])
        #expect(NoticeRules(thresholds: NoticeThresholds(expiryDays: 7)).expiryDays == [7, 1, 0])
    }
}
