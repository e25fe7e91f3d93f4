// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Logging
import Sync
import WorkMail

extension DaemonLoop {
    func tell(of observation: Observation) {
        let clocksWereInStep = daemon.record.update { record in
            defer { record.observed(observation, at: Date()) }
            return record.clocks.isTolerable
        }
        if clocksWereInStep != observation.clocks.isTolerable {
            daemon.log.say(
                .clocksDiffer, observation.clocks.isTolerable ? .notice : .warning,
                "\(observation.clocks)"
                    + (observation.clocks.isTolerable ? "" : ": nothing is done that only one of them says is due"))
        }
        guard observation.rowsWritten > 0 || observation.gone > 0 else { return }
        daemon.log.say(
            .mirrored, .info,
            "\(observation.extent): \(observation.rowsWritten.counted("row")) of the mirror written, \(observation.gone) gone, "
                + "\(Int(observation.seconds * 1000)) ms",
            ["WORKMAIL_SERVER": observation.server.dnsHostName ?? ""])
    }

    func tell(of report: RunReport) {
        tell(of: report.applied)
        daemon.record.update { $0.ran(report, at: Date()) }
        let text =
            "\(report.applied.done.count) changes made, \(report.applied.failed.count) failed, "
            + "\(report.plan.waiting.count) waiting, \(report.counts.undecided) to decide about"
        daemon.log.say(.ran, report.applied.done.isEmpty ? .debug : .info, text)
        daemon.manager.status(daemon.record.status)
    }

    func tell(of applied: ApplyReport) {
        daemon.record.update { record in
            record.changesMade += applied.done.count
            record.changesRefused += applied.failed.count
        }
        for change in applied.done { say(.changed, change, nil) }
        for failure in applied.failed { say(.refused, failure.change, failure.message) }
    }

    private func say(_ message: DaemonMessage, _ change: Change, _ refusal: String?) {
        let values = [change.shownOldValue, change.shownNewValue].compactMap(\.self).joined(separator: " → ")
        daemon.log.say(
            message, refusal == nil ? .info : .error,
            "\(change.words), \(change.label.printable) \(values.printable)" + (refusal.map { ": \($0)" } ?? ""),
            [
                "WORKMAIL_OPERATION": change.operationName, "WORKMAIL_GUID": change.guid?.description ?? "",
                "WORKMAIL_ENTITY": change.entity?.value ?? "",
            ])
    }

    /// Once for each stop, and not each time that it is run into again.
    func tell(of stop: SafetyStop) {
        let isNews = daemon.record.update { record in
            defer { record.safetyStop = "\(stop)" }
            return record.safetyStop != "\(stop)"
        }
        guard isNews else { return }
        daemon.log.say(.stoppedBySafetyLimit, .warning, "\(stop); \(stop.remedy)")
        daemon.manager.status(daemon.record.status)
    }

    /// The connection, or what the directory says on it.
    /// - Throws: at the start, when only another configuration would help.
    func failed(_ error: any Error, nextTry pause: Duration) async throws {
        var failure = ForeignFailure.commandFailure(for: error) ?? FailureReport.failure(error)
        if !daemon.record.now.isReady, failure.exit != .tryAgain, DirectoryTrouble(error)?.mayPass != true {
            failure.exit = .configuration
            throw failure
        }
        // Before anybody hears of it: whoever reads the log and looks is to find it so.
        daemon.record.update { record in
            record.isConnected = false
            record.failed(failure.description, at: Date())
        }
        if trouble != failure {
            daemon.log.say(
                .directoryLost, .error, "\(failure)" + (failure.remedy.map { "; \($0)" } ?? ""))
        }
        trouble = failure
        // Without a connection no run begins, and `status` would show the last one that went well.
        let interval = Double(configuration.settings.service.intervalSeconds)
        try? await parts.store.keep(failure: error, at: parts.clock(), every: interval)
        daemon.notifications.cue()
        daemon.manager.status("\(failure); next try in \(Int(pause / .seconds(1)) + 1) s")
        ready()
    }

    /// The first look at the directory is over, whatever it came to.
    func ready() {
        guard !daemon.record.now.isReady else { return }
        daemon.record.update { $0.isReady = true }
        daemon.notifications.cue()
        daemon.manager.ready(daemon.record.status)
        daemon.log.say(.started, .notice, "ready: \(daemon.record.status)")
    }

    /// What those are told who wait when it ends.
    static let ending = CommandFailure("service", "it ends", exit: .tryAgain)

    func ended() { answer(callers, with: Self.ending) }
}
