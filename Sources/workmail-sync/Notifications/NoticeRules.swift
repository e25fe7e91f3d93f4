// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Sync

/// What is to be told now by one way, from the facts and what it told before. Pure, and tells nothing twice:
///
///     subject               stage kept          told when
///     hold                  0                   a safety limit stops the runs; again when none does any more
///     silence               the last success    none for `silentHours`; again at the first success after it
///     leaver/GUID           since when          somebody is one; anew after they came back and left again
///     found/GUID            since when          kept until that was told: the next run may have ended the mailbox already
///     leaving/GUID/SINCE    days: 7, 1          so many days are left until a leaver's mailbox is disabled, or fewer
///     held/GUID/WHY         0                   somebody approved waits for a decision
///     mailbox/ID/SINCE      days: 7, 1          of a disabled mailbox so many days are left, or fewer
///     expiry/THING/END      days: n, 7, 1, 0    so many days are left, or fewer
///     digest                0                   new candidates, `digestHours` after the digest before
///     watched               0                   never: since when somebody looks
///
/// Who of several thresholds missed some, since nothing ran, is told once, of the last.
struct NoticeRules: Sendable {
    var thresholds = NoticeThresholds()

    static let mailboxDays = [7, 1]
    var expiryDays: [Int] { [thresholds.expiryDays] + [7, 1, 0].filter { $0 < thresholds.expiryDays } }

    /// - Parameter candidates: those whom this way has not told of; `nil` when no digest is due.
    func notices(
        _ facts: NotificationFacts, candidates: NewCandidates?, told: [String: Told], at now: Date
    ) -> [Notice] {
        [hold(facts, told), silence(facts, told, now), expiry(facts, told, now)].compactMap(\.self)
            + [leavers(facts, told, now), waiting(facts, told), mailboxes(facts, told, now)].compactMap(\.self)
            + [candidates.flatMap(digest)].compactMap(\.self)
    }

    /// Also when the last one lies in the future, by a clock that was ahead: it would be long until that is over.
    func isDigestDue(_ told: [String: Told], at now: Date) -> Bool {
        guard let last = told["digest"]?.at, last <= now else { return true }
        return now.timeIntervalSince(last) >= Double(thresholds.digestHours) * 3600
    }

    /// What need not be remembered any more: whoever is no leaver now, mailboxes that are back or gone, what was renewed.
    func forgotten(_ facts: NotificationFacts, told: [String: Told]) -> [TellingMark] {
        let leavers = Set(facts.leavers.map(Self.subject))
        let leaving = Set(facts.leavers.map(Self.leaving))
        let held = facts.held.map { Set($0.map(Self.subject)) }
        let mailboxes = facts.deadlines?.mailboxes.map { Set($0.map(Self.subject)) }
        let ends = (facts.deadlines?.expiries ?? []).map { ("expiry/\($0.thing)/", Self.subject($0)) }
        return told.keys.sorted().filter { subject in
            if subject.hasPrefix("leaver/") { return !leavers.contains(subject) }
            if subject.hasPrefix("leaving/") { return !leaving.contains(subject) }
            if subject.hasPrefix("held/") { return held.map { !$0.contains(subject) } ?? false }
            if subject.hasPrefix("mailbox/") { return mailboxes.map { !$0.contains(subject) } ?? false }
            // A server that does not answer has its certificate still.
            return ends.contains { subject.hasPrefix($0.0) && subject != $0.1 }
        }.map { .over($0) }
    }

    /// What is remembered before it is told.
    func begun(_ facts: NotificationFacts, told: [String: Told]) -> [TellingMark] {
        let found = facts.leavers.filter { Self.isNew($0, told) && told[Self.begun($0)] == nil }
        return (told["watched"] == nil ? [.told("watched", stage: 0)] : [])
            + found.map { .told(Self.begun($0), stage: Int($0.since.timeIntervalSince1970)) }
    }

    static let begunPrefix = "found/"
    static func begun(_ leaver: NotificationFacts.Leaver) -> String { begunPrefix + "\(leaver.guid)" }

    static func isNew(_ leaver: NotificationFacts.Leaver, _ told: [String: Told]) -> Bool {
        told[subject(leaver)]?.stage != Int(leaver.since.timeIntervalSince1970)
    }

    static func subject(_ leaver: NotificationFacts.Leaver) -> String { "leaver/\(leaver.guid)" }
    static func leaving(_ leaver: NotificationFacts.Leaver) -> String {
        "leaving/\(leaver.guid)/\(Int(leaver.since.timeIntervalSince1970))"
    }
    static func subject(_ held: NotificationFacts.Held) -> String { "held/\(held.guid)/\(held.explanation)" }
    static func subject(_ mailbox: Deadlines.Mailbox) -> String {
        "mailbox/\(mailbox.id)/\(Int(mailbox.disabledSince.timeIntervalSince1970))"
    }
    static func subject(_ expiry: Deadlines.Expiry) -> String {
        "expiry/\(expiry.thing)/\(Int(expiry.ends.timeIntervalSince1970))"
    }

    /// The threshold that has come, if it was not told yet; one that was told with fewer days left stays told, also when the
    /// clock goes back.
    static func due(_ thresholds: [Int], until end: Date, _ told: Told?, at now: Date) -> Int? {
        let left = end.timeIntervalSince(now)
        guard let reached = thresholds.filter({ left <= Double($0) * 86_400 }).min() else { return nil }
        if let told, told.stage <= reached { return nil }
        return reached
    }
}
