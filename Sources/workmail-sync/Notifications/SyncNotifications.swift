// SPDX-License-Identifier: Apache-2.0
import Foundation
import Sync

/// Tells administrators after one run, where no service does. Never why the command fails: what did not arrive is said on
/// standard error and told after the next run.
struct SyncNotifications {
    let assembly: SyncAssembly
    /// Whether the directory let us in.
    let isConnected: Bool
    /// For everything together; a run of a timer must come to its end.
    var seconds = 120.0

    func tell() async {
        guard assembly.settings.notifications.isOn else { return }
        do {
            try await withLimit { try await tellAll() }
        } catch {
            StandardError.say("warning: nothing could be told: \(FailureReport.failure(error))")
        }
    }

    private func withLimit(_ body: @escaping @Sendable () async throws -> Void) async throws {
        let seconds = seconds
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                throw DeliveryFailure("it took longer than \(seconds.rounded(to: 0)) s")
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    @concurrent private func tellAll() async throws {
        let parts = try assembly.parts(asksDirectory: false)
        let settings = assembly.settings.notifications
        let deadlines = await DeadlineLook(assembly: assembly, parts: parts).look(binds: isConnected)
        let now = Date()
        let facts = try await NotificationFacts.gather(
            from: parts.store, parts.rules.leavers, deadlines: deadlines, at: now)
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
