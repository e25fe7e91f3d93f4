// SPDX-License-Identifier: Apache-2.0
import Foundation
import Sync

/// What begins and is over.
extension NoticeRules {
    func hold(_ facts: NotificationFacts, _ told: [String: Told]) -> Notice? {
        switch (facts.stop, told["hold"]) {
        case (let stop?, nil):
            return Notice(
                .hold, "a safety limit holds all changes",
                [
                    stop, "No mailbox is touched until somebody decides.",
                    "See what would be done: workmail-sync sync --dry-run",
                ], [.told("hold", stage: 0)])
        case (nil, _?):
            return Notice(
                .holdOver, "no safety limit holds the changes any more", ["Runs are carried out again."],
                [.over("hold")])
        default: return nil
        }
    }

    func silence(_ facts: NotificationFacts, _ told: [String: Told], _ now: Date) -> Notice? {
        // Where none ever succeeded it counts from the first one, of which we may know by having looked then: the list is kept
        // for so many only.
        let beginnings = [facts.firstRun, told["watched"]?.at].compactMap(\.self)
        guard let since = facts.lastSuccess ?? beginnings.min() else { return nil }
        let isSilent = now.timeIntervalSince(since) >= Double(thresholds.silentHours) * 3600
        guard let before = told["silence"] else {
            guard isSilent else { return nil }
            let last = facts.lastSuccess.map { "The last one ended at \($0.formatted(.iso8601))." }
            let why = facts.lastRun.flatMap { run in
                run.outcome == .failed || run.outcome == .stopped
                    ? "The latest one, at \(run.finished.formatted(.iso8601)), \(run.outcome.rawValue): \(run.detail)"
                    : nil
            }
            return Notice(
                .silence, "no run has succeeded for \(thresholds.silentHours.counted("hour"))",
                [last ?? "None ever has.", why, "See why: workmail-sync status, workmail-sync doctor"].compactMap(
                    \.self),
                [.told("silence", stage: Int((facts.lastSuccess ?? .distantPast).timeIntervalSince1970))])
        }
        // A clock that goes back makes nothing succeed: only a later success does.
        guard !isSilent, let success = facts.lastSuccess, Int(success.timeIntervalSince1970) > before.stage else {
            return nil
        }
        return Notice(
            .silenceOver, "runs succeed again", ["The latest one ended at \(success.formatted(.iso8601))."],
            [.over("silence")])
    }
}
