// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Sync
import WorkMail

/// `status`: how things stand, without asking the directory.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Shows the last runs, the counts, and what waits for a decision.",
        discussion: "Example: workmail-sync status --output json")

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let assembly = try SyncAssembly(config)
        let store = try assembly.store()
        let organization = try assembly.organization()
        let described = try await organization.describeOrganization()
        var enabled = 0
        try await organization.forEachUser(.state(.enabled)) { enabled += $0.count { $0.role == .user } }
        let counts = try await store.counts()
        let document = Document(
            organization: "\(described.alias) (\(described.id))", organizationState: described.state,
            enabledMailboxes: enabled,
            endingMailboxes: try await DisabledMailbox.all(assembly.parts(asksDirectory: false))
                .filter { $0.warning != nil },
            candidates: counts.candidates, undecided: counts.undecided, present: counts.present,
            gone: counts.gone,
            excluded: Dictionary(uniqueKeysWithValues: counts.excluded.map { ($0.key.rawValue, $0.value) }),
            issues: try await store.issues().map { "\($0)" },
            runs: try await store.runs(limit: 5).map(Document.Run.init), service: try await service(assembly, store),
            tracking: try await store.capabilityProfile().map(TrackingDocument.init))
        try output.show(document) { text(document, $0) }
    }

    private func service(_ assembly: SyncAssembly, _ store: SyncStore) async throws -> Document.Service? {
        guard let hosted = assembly.hosted else { return nil }
        return Document.Service(
            daysLeft: EndOfService.daysLeft(at: Date()), ceiling: hosted.settings.requestsPerSecond,
            rate: try await store.serviceRate(of: hosted.settings.organizationID),
            awaited: try await store.awaited().count)
    }

    private func text(_ document: Document, _ terminal: Terminal) -> String {
        var lines = [
            "Organization  \(document.organization.printable), \(document.organizationState.printable)",
            "Mailboxes     \(document.enabledMailboxes) enabled",
            "Directory     \(document.present.counted("user")), \(document.candidates.counted("candidate")), \(document.gone) gone",
            "Decisions     \(document.undecided.counted("person", "people")) to decide about: workmail-sync candidates",
        ]
        if let tracking = document.tracking { lines.append("Changes       \(tracking.summary.printable)") }
        if let service = document.service { lines += service.lines }
        for mailbox in document.endingMailboxes.prefix(10) {
            lines.append(
                "Ending        \(mailbox.user.printable): \(mailbox.daysLeft.counted("day")) left of the mailbox: "
                    + "workmail-sync users retention")
        }
        for issue in document.issues.prefix(10) { lines.append("Not usable    \(issue.printable)") }
        guard !document.runs.isEmpty else {
            return (lines + ["", "No run yet: workmail-sync sync"]).joined(separator: "\n")
        }
        var table = TextTable([
            .init("run"), .init("took", .right), .init("outcome", importance: .high), .init("server", importance: .low),
            .init("what", importance: .high),
        ])
        for run in document.runs {
            table.append([
                .init(run.started.formatted(.iso8601)), .init("\(run.seconds.rounded(to: 1)) s"),
                .init(run.outcome, run.outcome == "done" ? .good : run.outcome == "waiting" ? .attention : .bad),
                .init(run.server), .init(run.detail),
            ])
        }
        return lines.joined(separator: "\n") + "\n\n" + table.text(on: terminal)
    }

    struct Document: Encodable {
        struct Run: Encodable {
            var started: Date
            var seconds: Double
            var outcome: String
            var detail: String
            var server: String?
            /// The domain controller's `highestCommittedUSN` before the read.
            var usn: Int64?

            init(_ run: RunRecord) {
                started = run.started
                seconds = run.finished.timeIntervalSince(run.started)
                outcome = run.outcome.rawValue
                detail = run.detail
                server = run.server
                usn = run.usn
            }
        }

        /// How the hosted service is called.
        struct Service: Encodable {
            /// Until Amazon ends it.
            var daysLeft: Int
            /// Requests a second, at the most.
            var ceiling: Double
            /// As the last command that wrote found it.
            var rate: ServiceRate?
            /// Approved people whom it does not list yet.
            var awaited: Int

            var lines: [String] {
                var text = "Service       ends on \(EndOfService.words), in \(daysLeft.counted("day"))"
                if let rate {
                    text +=
                        "; \(rate.requestsPerSecond.rounded(to: 1)) of at most \(ceiling.rounded(to: 1)) requests a second, "
                        + "\(rate.calls) in the last command, \(rate.retries) repeated, \(rate.throttlings) throttled"
                }
                let waiting =
                    "Not visible   \(awaited.counted("approved person", "approved people")) the service does not list yet"
                return awaited > 0 ? [text, waiting] : [text]
            }
        }

        var organization: String
        var organizationState: String
        var enabledMailboxes: Int
        /// Disabled mailboxes that are deleted within seven days.
        var endingMailboxes: [DisabledMailbox]
        var candidates: Int
        var undecided: Int
        var present: Int
        var gone: Int
        var excluded: [String: Int]
        var issues: [String]
        var runs: [Run]
        /// `nil` for an embedded organization.
        var service: Service?
        /// How changes of the directory are found; `nil` before the first run.
        var tracking: TrackingDocument?
    }
}
