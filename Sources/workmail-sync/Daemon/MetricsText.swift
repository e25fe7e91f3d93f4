// SPDX-License-Identifier: Apache-2.0
import Foundation
import Sync

/// The service's figures in Prometheus' text format (version 0.0.4). Nothing in it names a person.
struct MetricsText {
    private(set) var text = ""

    init(_ content: DaemonRecord.Content, at now: Date = Date()) {
        gauge("workmail_sync_directory_connected", "Whether the directory is connected.", content.isConnected ? 1 : 0)
        counter("workmail_sync_probes_total", "Times the directory was asked whether anything changed.", content.probes)
        counter("workmail_sync_observations_total", "Times the mirror was brought up to date.", content.observations)
        counter("workmail_sync_mirror_rows_written_total", "Rows of the mirror written.", content.rowsWritten)
        gauge(
            "workmail_sync_observation_seconds", "How long the latest of these took.", content.lastObservationSeconds)
        counter("workmail_sync_runs_total", "Plans that were made and carried out.", content.runs)
        counter("workmail_sync_failures_total", "Runs and connections that failed.", content.failures)
        counter("workmail_sync_changes_total", "Changes made in the organization.", content.changesMade)
        counter(
            "workmail_sync_changes_refused_total", "Changes that the organization refused.", content.changesRefused)
        gauge("workmail_sync_waiting", "People whom the latest plan left waiting.", Double(content.waiting))
        gauge("workmail_sync_people", "Users of the directory.", Double(content.counts.present))
        gauge("workmail_sync_candidates", "People who could have a mailbox.", Double(content.counts.candidates))
        gauge("workmail_sync_undecided", "People to decide about.", Double(content.counts.undecided))
        gauge(
            "workmail_sync_clock_difference_seconds", "How far the domain controller's clock is ahead of ours.",
            content.clocks.seconds)
        gauge("workmail_sync_held", "Whether a safety limit holds all changes.", content.safetyStop == nil ? 0 : 1)
        gauge("workmail_sync_leavers", "People with a mailbox who left.", Double(content.leavers))
        gauge(
            "workmail_sync_leavers_in_grace", "Those of them whose mailbox will be disabled later.",
            Double(content.leaversInGrace))
        counter("workmail_sync_notifications_total", "Notices that arrived.", content.notificationsSent)
        counter(
            "workmail_sync_notification_failures_total", "Times a notice did not arrive.", content.notificationsFailed)
        if let mailboxes = content.deadlines?.mailboxes {
            gauge(
                "workmail_sync_mailboxes_ending", "Disabled mailboxes that are deleted within seven days.",
                Double(mailboxes.count { $0.deletedOn.timeIntervalSince(now) <= 7 * 86_400 }))
        }
        if let moment = content.deadlines?.certificateEnds {
            time(
                "workmail_sync_certificate_expiry_timestamp_seconds", moment,
                "When the first certificate of a domain controller ends, in Unix time.")
        }
        if let moment = content.deadlines?.passwordEnds {
            time(
                "workmail_sync_password_expiry_timestamp_seconds", moment,
                "When the service account's password ends, in Unix time.")
        }
        if let moment = content.deadlines?.credentialsEnd {
            time(
                "workmail_sync_credentials_expiry_timestamp_seconds", moment,
                "When the credentials for the hosted service end, in Unix time.")
        }
        if let moment = content.lastObserved { time("workmail_sync_last_observation_timestamp_seconds", moment) }
        if let moment = content.lastRun { time("workmail_sync_last_success_timestamp_seconds", moment) }
    }

    private mutating func counter(_ name: String, _ help: String, _ value: Int) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) counter\n\(name) \(value)\n"
    }

    private mutating func gauge(_ name: String, _ help: String, _ value: Double) {
        let shown = value == value.rounded() ? String(Int(value)) : String(value)
        text += "# HELP \(name) \(help)\n# TYPE \(name) gauge\n\(name) \(shown)\n"
    }

    private mutating func time(_ name: String, _ moment: Date, _ help: String = "When that was, in Unix time.") {
        text += "# HELP \(name) \(help)\n# TYPE \(name) gauge\n"
        text += "\(name) \(Int(moment.timeIntervalSince1970))\n"
    }
}

extension DaemonRecord.Content {
    /// Why it is not as it should be; `nil` when it is.
    var objection: String? {
        if !isReady { return "the first look at the directory is not over" }
        if let lastFailure { return lastFailure.text }
        if !isConnected { return "the directory is not connected" }
        return safetyStop
    }
}
