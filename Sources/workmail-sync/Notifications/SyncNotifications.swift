// SPDX-License-Identifier: Apache-2.0
import AWS
import Foundation
import Sync

/// Tells administrators after one run, where no service does. Never why the command fails: what did not arrive is said on
/// standard error and told after the next run.
struct SyncNotifications {
    let assembly: SyncAssembly
    /// Whether the directory let us in.
    let isConnected: Bool
    /// What the run planned, if it came so far.
    var plan: Plan?
    /// For everything together; a run of a timer must come to its end.
    var seconds = 120.0

    func tell() async {
        guard assembly.settings.notifications.isOn else { return }
        do {
            try await withDeadline(seconds: seconds) { try await tellAll() }
        } catch let passed as DeadlinePassed {
            StandardError.say("warning: telling took longer than \(passed.seconds.rounded(to: 0)) s and was left")
        } catch {
            StandardError.say("warning: nothing could be told: \(FailureReport.failure(error))")
        }
    }

    @concurrent private func tellAll() async throws {
        let parts = try assembly.parts(asksDirectory: false)
        let settings = assembly.settings.notifications
        let deadlines = await DeadlineLook(assembly: assembly, parts: parts).look(binds: isConnected)
        let now = Date()
        let facts = try await NotificationFacts.gather(
            from: parts.store, parts.rules.leavers, deadlines: deadlines,
            held: plan.map(NotificationFacts.Held.all), at: now)
        let round = NotificationRound(
            store: parts.store, organization: assembly.organizationName,
            rules: NoticeRules(thresholds: settings.thresholds))
        for way in settings.ways {
            let outcome = try await round.tell(facts, by: way, at: now)
            if let (notice, reason) = outcome.failure {
                StandardError.say("warning: not told by \(way.name): \(notice.summary): \(reason)")
            }
        }
    }
}

extension SyncAssembly {
    /// As notices name it.
    var organizationName: String { hosted?.settings.organizationID ?? settings.organization.alias }
}
