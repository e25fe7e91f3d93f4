// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Sync
import Testing

@testable import workmail_sync

/// What is told of people: leavers, mailboxes, candidates.
@Suite struct NoticeListTests {
    private let rules = NoticeRules()
    private let start = Date(timeIntervalSince1970: 1_800_000_000)

    private func facts(leavers: [NotificationFacts.Leaver] = [], mailboxes: [Deadlines.Mailbox] = [])
        -> NotificationFacts
    {
        var facts = NotificationFacts(firstRun: start, lastSuccess: start)
        facts.leavers = leavers
        facts.deadlines = Deadlines(mailboxes: mailboxes)
        return facts
    }

    private func leaver(
        _ number: UInt8, _ name: String = "ana", cause: LeaverPolicy.Cause? = .disabled, since: TimeInterval = 0,
        graceDays: Double? = nil
    ) throws -> NotificationFacts.Leaver {
        .init(
            guid: try #require(ObjectGUID(bytes: [UInt8](repeating: number, count: 16))), name: name, cause: cause,
            since: start.addingTimeInterval(since),
            disables: graceDays.map { start.addingTimeInterval(since + $0 * 86_400) })
    }

    private func marked(_ notices: [Notice], _ told: [String: Told] = [:]) -> [String: Told] {
        var told = told
        for mark in notices.flatMap(\.marks) {
            switch mark {
            case .told(let subject, let stage): told[subject] = Told(stage: stage, at: start)
            case .over(let subject): told[subject] = nil
            }
        }
        return told
    }

    /// On which of the looks, each so many days before the end, something is told, and what is remembered after all of them.
    private func days(
        of facts: NotificationFacts, looking daysLeft: [Double], before end: Date
    ) -> (toldAt: [Double], told: [String: Told]) {
        var (facts, told) = (facts, [String: Told]())
        let days = daysLeft.filter { left in
            let now = end.addingTimeInterval(-left * 86_400)
            facts.lastSuccess = now
            let notices = rules.notices(facts, candidates: nil, told: told, at: now)
            told = marked(notices, told)
            return !notices.isEmpty
        }
        return (days, told)
    }

    @Test func `leavers are told once together, with what happens to the mailbox`() throws {
        let facts = facts(leavers: [
            try leaver(1, "ana", graceDays: 7), try leaver(2, "bob", cause: .deleted, graceDays: 0),
            try leaver(3, "cem", cause: nil),
        ])
        let notices = rules.notices(facts, candidates: nil, told: [:], at: start)
        #expect(notices.map(\.kind) == [.leavers] && notices[0].summary == "3 leavers with a mailbox")
        #expect(
            notices[0].details.dropLast() == [
                "ana, account switched off: 7 days left until the mailbox is disabled",
                "bob, account deleted: the mailbox is disabled at once",
                "cem, not found any more, or without proof: the mailbox stays until somebody disables it",
            ])
        #expect(rules.notices(facts, candidates: nil, told: marked(notices), at: start).isEmpty)
    }

    @Test(
        "whoever is in grace is told of at 7 days and at 1, and not twice at once",
        arguments: [
            (30, [30, 8, 7, 6.5, 2, 1, 0.5, -1], [30, 7, 1]), (7, [7, 6, 1], [7, 1]), (3, [3, 2], [3]),
            (0, [0, -1], [0]), (30, [30, 0.5], [30, 0.5]),
        ] as [(Double, [Double], [Double])])
    func grace(graceDays: Double, daysLeft: [Double], toldAt: [Double]) throws {
        let leaver = try leaver(1, graceDays: graceDays)
        let end = start.addingTimeInterval(graceDays * 86_400)
        let (days, told) = days(of: facts(leavers: [leaver]), looking: daysLeft, before: end)
        #expect(days == toldAt)
        #expect(rules.forgotten(facts(), told: told).count == (graceDays == 0 ? 1 : 2))
    }

    @Test func `whoever waits for a decision is told of once for each reason`() throws {
        func held(_ why: String) throws -> NotificationFacts.Held {
            let guid = try #require(ObjectGUID(bytes: [UInt8](repeating: 1, count: 16)))
            return .init(guid: guid, name: "ana", explanation: why, remedy: "decide")
        }
        var facts = facts()
        #expect(rules.notices(facts, candidates: nil, told: [:], at: start).isEmpty)
        facts.held = [try held("the name is taken")]
        let notices = rules.notices(facts, candidates: nil, told: [:], at: start)
        #expect(notices.map(\.summary) == ["1 person waits for a decision"])
        #expect(notices.first?.details == ["ana: the name is taken; decide"])
        let told = marked(notices)
        #expect(rules.notices(facts, candidates: nil, told: told, at: start).isEmpty)
        facts.held = nil
        #expect(rules.forgotten(facts, told: told).isEmpty, "before the first plan nobody knows")
        facts.held = [try held("the mailbox was disabled")]
        #expect(rules.forgotten(facts, told: told).count == 1)
        #expect(rules.notices(facts, candidates: nil, told: told, at: start).count == 1)
    }

    @Test func `somebody who came back and left again is told of again`() throws {
        let first = facts(leavers: [try leaver(1)])
        var told = marked(rules.notices(first, candidates: nil, told: [:], at: start))
        #expect(rules.forgotten(facts(), told: told).count == 1)
        let again = facts(leavers: [try leaver(1, since: 86_400)])
        #expect(rules.notices(again, candidates: nil, told: told, at: start).count == 1)
        told = marked(rules.notices(again, candidates: nil, told: told, at: start), told)
        #expect(rules.notices(again, candidates: nil, told: told, at: start).isEmpty)
    }

    @Test func `a leaver whose mailbox was ended before anybody could be told is told of all the same`() throws {
        let leaver = try leaver(1)
        let begun = rules.begun(facts(leavers: [leaver]), told: [:])
        #expect(begun == [.told("watched", stage: 0), .told("found/\(leaver.guid)", stage: 1_800_000_000)])
        var later = facts()
        later.left = ["found/\(leaver.guid)": "ana"]
        let notices = rules.notices(later, candidates: nil, told: [:], at: start)
        #expect(notices.first?.details.first?.hasPrefix("ana: is none any more") == true)
        #expect(notices.first?.marks == [.over("found/\(leaver.guid)")])
    }

    @Test(
        "a disabled mailbox is told of at 7 days and at 1",
        arguments: [
            ([10, 8, 7, 6.5, 2, 1, 0.5], [7, 1]), ([3, 2.5, 0.2], [3, 0.2]), ([0.5, 0.2], [0.5]), ([30, 8], []),
        ] as [([Double], [Double])])
    func mailboxes(daysLeft: [Double], toldAt: [Double]) {
        let mailbox = Deadlines.Mailbox(
            id: "S-1", user: "ana", disabledSince: start, deletedOn: start.addingTimeInterval(30 * 86_400))
        let (days, _) = days(of: facts(mailboxes: [mailbox]), looking: daysLeft, before: mailbox.deletedOn)
        #expect(days == toldAt)
    }

    @Test func `a mailbox that came back and is disabled again has its own days`() {
        func facts(_ since: Double) -> NotificationFacts {
            self.facts(mailboxes: [
                .init(
                    id: "S-1", user: "ana", disabledSince: start.addingTimeInterval(since),
                    deletedOn: start.addingTimeInterval(5 * 86_400))
            ])
        }
        let told = marked(rules.notices(facts(0), candidates: nil, told: [:], at: start))
        #expect(rules.forgotten(facts(60), told: told).count == 1)
        #expect(rules.notices(facts(60), candidates: nil, told: told, at: start).count == 1)
        var unknown = facts(0)
        unknown.deadlines?.mailboxes = nil
        #expect(rules.forgotten(unknown, told: told).isEmpty, "an organization that is away has its mailboxes still")
    }

    @Test func `more than twenty are counted and not listed`() throws {
        let many = facts(leavers: try (1...25).map { try leaver($0, "person\($0)") })
        let notice = try #require(rules.notices(many, candidates: nil, told: [:], at: start).first)
        #expect(notice.details.count == 22 && notice.details[20] == "and 5 more")
        #expect(notice.marks.count == 50, "each of them is remembered")
    }

    @Test(
        "a digest is due after its hours, and at once when the last one lies in the future",
        arguments: [(nil, true), (0, false), (23.9, false), (24, true), (-1, true)] as [(Double?, Bool)])
    func digest(hoursAgo: Double?, isDue: Bool) {
        let told = hoursAgo.map { ["digest": Told(stage: 0, at: start.addingTimeInterval(-$0 * 3600))] } ?? [:]
        #expect(rules.isDigestDue(told, at: start) == isDue)
    }

    @Test func `names can neither add lines nor hide text`() throws {
        let hostile = "eve\r\nBcc: all@example.com\u{1B}[2J\u{202E}"
        let facts = facts(
            leavers: [try leaver(1, hostile)],
            mailboxes: [.init(id: "S-1", user: hostile, disabledSince: start, deletedOn: start)])
        let notices = rules.notices(facts, candidates: nil, told: [:], at: start)
        #expect(notices.count == 2)
        for line in notices.flatMap({ [$0.summary] + $0.details }) {
            #expect(line.unicodeScalars.allSatisfy { $0.isPrintable })
        }
    }
}
