// SPDX-License-Identifier: Apache-2.0
import Foundation
import Sync
import WorkMail

/// What comes in lists: one notice for all that is new.
extension NoticeRules {
    /// More names than this are counted and not listed.
    static let mostNames = 20

    func expiry(_ facts: NotificationFacts, _ told: [String: Told], _ now: Date) -> Notice? {
        let due = (facts.deadlines?.expiries ?? []).compactMap { expiry in
            Self.due(expiryDays, until: expiry.ends, told[Self.subject(expiry)], at: now).map { (expiry, $0) }
        }
        guard let (first, _) = due.min(by: { $0.0.ends < $1.0.ends }) else { return nil }
        func words(_ expiry: Deadlines.Expiry) -> String {
            let days = Self.days(until: expiry.ends, at: now)
            let moment = expiry.ends.formatted(.iso8601)
            return expiry.ends <= now
                ? "\(expiry.thing) has expired (\(moment))"
                : "\(expiry.thing) expires in \(days.counted("day")) (\(moment))"
        }
        let summary = due.count == 1 ? words(first) : "\(due.count) things expire soon; \(words(first))"
        return Notice(
            .expiry, summary, due.map { "\(words($0.0)): \($0.0.remedy)" },
            due.map { .told(Self.subject($0.0), stage: $0.1) })
    }

    func leavers(_ facts: NotificationFacts, _ told: [String: Told], _ now: Date) -> Notice? {
        let new = facts.leavers.filter { Self.isNew($0, told) }
        let due = facts.leavers.compactMap { leaver -> (leaver: NotificationFacts.Leaver, days: Int)? in
            guard let end = leaver.disables, end > now else { return nil }
            return Self.due(Self.mailboxDays, until: end, told[Self.leaving(leaver)], at: now).map { (leaver, $0) }
        }
        // Of whom is new it is told in any case how many days are left.
        let named = Set(new + due.map(\.leaver))
        let shown = facts.leavers.filter(named.contains)
        let left = facts.left.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
        guard !shown.isEmpty || !left.isEmpty else { return nil }
        let lines = shown.map { leaver in
            let fate: String
            if let disables = leaver.disables {
                let days = Self.days(until: disables, at: now)
                fate =
                    disables <= now
                    ? "the mailbox is disabled at once" : "\(days.counted("day")) left until the mailbox is disabled"
            } else {
                fate = "the mailbox stays until somebody disables it"
            }
            return "\(leaver.name), \(leaver.cause.words): \(fate)"
        }
        let over = left.map { "\($0.value): is none any more; the mailbox was disabled, or they are back" }
        return Notice(
            .leavers, "\((shown.count + left.count).counted("leaver")) with a mailbox",
            Self.list(lines + over) + [
                "See why: workmail-sync explain USER; keep or end it: workmail-sync users disable USER"
            ],
            new.flatMap { leaver -> [TellingMark] in
                [
                    .told(Self.subject(leaver), stage: Int(leaver.since.timeIntervalSince1970)),
                    .over(Self.begun(leaver)),
                ]
            } + due.map { .told(Self.leaving($0.leaver), stage: $0.days) } + left.map { .over($0.key) })
    }

    func waiting(_ facts: NotificationFacts, _ told: [String: Told]) -> Notice? {
        let new = (facts.held ?? []).filter { told[Self.subject($0)] == nil }
        guard !new.isEmpty else { return nil }
        return Notice(
            .waiting, new.count == 1 ? "1 person waits for a decision" : "\(new.count) people wait for a decision",
            Self.list(new.map { "\($0.name): \($0.explanation); \($0.remedy)" }),
            new.map { .told(Self.subject($0), stage: 0) })
    }

    func mailboxes(_ facts: NotificationFacts, _ told: [String: Told], _ now: Date) -> Notice? {
        let due = (facts.deadlines?.mailboxes ?? []).compactMap { mailbox in
            Self.due(Self.mailboxDays, until: mailbox.deletedOn, told[Self.subject(mailbox)], at: now).map {
                (mailbox, $0)
            }
        }.sorted { ($0.0.deletedOn, $0.0.user) < ($1.0.deletedOn, $1.0.user) }
        guard !due.isEmpty else { return nil }
        let lines = due.map { mailbox, _ in
            "\(mailbox.user): \(Self.days(until: mailbox.deletedOn, at: now).counted("day")) left of the mailbox"
        }
        return Notice(
            .mailboxes, "\(due.count.counted("disabled mailbox", "disabled mailboxes")) will soon be deleted for good",
            Self.list(lines) + ["See all: workmail-sync users retention; keep one: workmail-sync users enable USER"],
            due.map { .told(Self.subject($0.0), stage: $0.1) })
    }

    func digest(_ new: NewCandidates) -> Notice? {
        guard new.count > 0 else { return nil }
        let names = new.first.prefix(Self.mostNames).map { person in
            person.user.noticeName + (person.standing.address.map { ", \($0.text)" } ?? "")
        }
        let rest = new.count - names.count
        var notice = Notice(
            .candidates, "\(new.count.counted("new candidate")) to decide about",
            names + (rest > 0 ? ["and \(rest) more"] : [])
                + ["List all: workmail-sync candidates; decide: workmail-sync approve USER, workmail-sync reject USER"],
            [.told("digest", stage: 0)])
        notice.tellsCandidates = true
        return notice
    }

    private static func list(_ lines: [String]) -> [String] {
        lines.count > mostNames ? lines.prefix(mostNames) + ["and \(lines.count - mostNames) more"] : lines
    }

    /// Rounded up, as `users retention` does.
    private static func days(until end: Date, at now: Date) -> Int {
        max(0, Int((end.timeIntervalSince(now) / 86_400).rounded(.up)))
    }
}

extension LeaverPolicy.Cause? {
    fileprivate var words: String {
        switch self {
        case .disabled: "account switched off"
        case .expired: "account expired"
        case .deleted: "account deleted"
        case .outOfScope: "moved out of scope"
        case nil: "not found any more, or without proof"
        }
    }
}
