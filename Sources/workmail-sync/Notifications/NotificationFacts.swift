// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Sync
import WorkMail

/// What there is to tell of, as the state and the last look at what ends have it.
struct NotificationFacts: Sendable {
    /// Somebody with a mailbox who left.
    struct Leaver: Hashable, Sendable {
        var guid: ObjectGUID
        /// How to name the person at the shell, and what people call them.
        var name: String
        var cause: LeaverPolicy.Cause?
        var since: Date
        /// When the mailbox is to be disabled; `nil` where only an administrator does it.
        var disables: Date?
    }

    /// Somebody approved for whom nothing happens until an administrator decides.
    struct Held: Hashable, Sendable {
        var guid: ObjectGUID
        /// How to name the person at the shell, and what people call them.
        var name: String
        /// What is waited for, and what to do about it.
        var explanation: String
        var remedy: String
    }

    var firstRun: Date?
    var lastSuccess: Date?
    /// What the latest run came to, and why.
    var lastRun: RunRecord?
    /// What a safety limit said, where the latest run that did not fail was stopped by one.
    var stop: String?
    var leavers: [Leaver] = []
    /// Those who were found before and are none any more, and of whom nobody was told: names by subject.
    var left: [String: String] = [:]
    /// By the latest plan; `nil` where there was none yet. Leavers are told of by themselves.
    var held: [Held]?
    /// `nil` until somebody looked.
    var deadlines: Deadlines?

    /// - Parameter now: runs after it are not counted, since a clock was ahead when they were made.
    static func gather(
        from store: SyncStore, _ policy: LeaverPolicy, deadlines: Deadlines?, held: [Held]? = nil, at now: Date
    ) async throws -> NotificationFacts {
        var facts = NotificationFacts(
            firstRun: try await store.firstRun(),
            lastSuccess: try await store.latestRun([.done, .waiting], by: now)?.finished,
            lastRun: try await store.latestRun([.done, .waiting, .stopped, .failed], by: now), held: held,
            deadlines: deadlines)
        let latest = try await store.latestRun([.done, .waiting, .stopped], by: now)
        facts.stop = latest?.outcome == .stopped ? latest?.detail : nil
        for (guid, known) in try await store.leavers() {
            let user = try await store.person(guid)?.user
            let disables = known.cause.map(policy.action(for:)) == .apply
            facts.leavers.append(
                Leaver(
                    guid: guid, name: user?.noticeName ?? guid.description, cause: known.cause, since: known.since,
                    disables: disables ? known.since.addingTimeInterval(Double(policy.graceDays) * 86_400) : nil))
        }
        facts.leavers.sort { ($0.name, $0.guid.description) < ($1.name, $1.guid.description) }
        return facts
    }
}

extension NotificationFacts.Held {
    /// Whom a plan left waiting for a decision.
    static func all(in plan: Plan) -> [Self] {
        plan.waiting.compactMap { waiting in
            if case .leaver = waiting.hold { return nil }
            guard waiting.hold.needsDecision else { return nil }
            return Self(
                guid: waiting.guid, name: waiting.name, explanation: waiting.hold.explanation,
                remedy: waiting.hold.remedy(for: waiting.name))
        }
    }
}

extension DirectoryUser {
    /// `ana.silva (Ana Silva)`.
    var noticeName: String {
        let display = personal.displayName ?? ""
        return display.isEmpty || display == sAMAccountName ? sAMAccountName : "\(sAMAccountName) (\(display))"
    }
}
