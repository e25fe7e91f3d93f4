// SPDX-License-Identifier: Apache-2.0
import Foundation
import Sync
import Synchronization

/// How the service is doing, for whoever asks it: systemd's status line, the metrics, the health checks.
final class DaemonRecord: Sendable {
    struct Content: Sendable {
        var server: String?
        /// Whether the first look at the directory is over.
        var isReady = false
        var isConnected = false
        var probes = 0
        var observations = 0
        var rowsWritten = 0
        var lastObservationSeconds = 0.0
        var runs = 0
        var failures = 0
        var changesMade = 0
        var changesRefused = 0
        var waiting = 0
        var counts = MirrorCounts()
        var lastObserved: Date?
        var lastRun: Date?
        var lastFailure: (text: String, at: Date)?
        var safetyStop: String?
        var clocks = ClockDifference.none
        /// What ends on a known day; `nil` until somebody looked, which nobody does for nobody.
        var deadlines: Deadlines?
        /// Whom the latest plan left waiting for a decision; `nil` before the first.
        var held: [NotificationFacts.Held]?
        var leavers = 0
        /// Those among them whose mailbox a run will disable later.
        var leaversInGrace = 0
        var notificationsSent = 0
        var notificationsFailed = 0

        mutating func observed(_ observation: Observation, at now: Date) {
            observations += 1
            rowsWritten += observation.rowsWritten
            lastObservationSeconds = observation.seconds
            lastObserved = now
            clocks = observation.clocks
        }

        mutating func ran(_ report: RunReport, at now: Date) {
            runs += 1
            waiting = report.plan.waiting.count
            held = NotificationFacts.Held.all(in: report.plan)
            counts = report.counts
            lastRun = now
            lastFailure = nil
            safetyStop = nil
        }

        mutating func failed(_ text: String, at now: Date) {
            failures += 1
            lastFailure = (text, now)
        }
    }

    private let content = Mutex(Content())

    var now: Content { content.withLock { $0 } }

    @discardableResult
    func update<Result: Sendable>(_ body: (inout Content) -> Result) -> Result { content.withLock { body(&$0) } }

    /// One line for people.
    var status: String {
        let now = now
        if let stop = now.safetyStop { return "held by a safety limit: \(stop)" }
        guard let server = now.server else { return "not connected yet" }
        if let failure = now.lastFailure { return failure.text }
        return "following \(server): \(now.counts.present) people, \(now.counts.undecided) to decide about, "
            + "\(now.waiting) waiting, \(now.changesMade) changes made"
    }
}
