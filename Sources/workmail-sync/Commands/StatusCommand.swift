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

    @Flag(help: "Show it again whenever it became another, until interrupted. With json, a document each time.")
    var watch = false

    func run() async throws {
        let assembly = try SyncAssembly(config)
        // The hosted service has better to do than to list its users each second.
        let pause: Duration = assembly.hosted == nil ? .seconds(1) : .seconds(60)
        var asked = ContinuousClock.now
        var mailboxes = try await Mailboxes(assembly)
        var shown = try await document(assembly, mailboxes)
        try show(shown)
        while watch {
            try await Task.sleep(for: .seconds(1))
            if asked.duration(to: .now) >= pause {
                asked = .now
                // While it cannot be asked, what it said last is shown; why it cannot is in the runs.
                mailboxes = (try? await Mailboxes(assembly)) ?? mailboxes
            }
            let document = try await document(assembly, mailboxes)
            if try JSONDocument.text(document) == JSONDocument.text(shown) { continue }
            shown = document
            try show(shown)
        }
    }

    /// On a terminal it takes the place of what was shown before.
    private func show(_ document: Document) throws {
        try output.show(document) { terminal in
            let clear = watch && terminal.columns != nil ? "\u{1B}[H\u{1B}[2J" : ""
            return clear + text(document, terminal)
        }
    }

    /// What the organization says.
    private struct Mailboxes {
        var organization: String
        var state: String
        var enabled = 0
        var ending: [DisabledMailbox]

        init(_ assembly: SyncAssembly) async throws {
            let asked = try assembly.organization()
            let described = try await asked.describeOrganization()
            var count = 0
            try await asked.forEachUser(.state(.enabled)) { count += $0.count { $0.role == .user } }
            (organization, state, enabled) = ("\(described.alias) (\(described.id))", described.state, count)
            ending = try await DisabledMailbox.all(assembly.parts(asksDirectory: false)).filter { $0.warning != nil }
        }
    }

    private func document(_ assembly: SyncAssembly, _ mailboxes: Mailboxes) async throws -> Document {
        let store = try assembly.store()
        let counts = try await store.counts()
        return Document(
            organization: mailboxes.organization, organizationState: mailboxes.state,
            enabledMailboxes: mailboxes.enabled, endingMailboxes: mailboxes.ending,
            candidates: counts.candidates, undecided: counts.undecided, present: counts.present,
            gone: counts.gone,
            excluded: Dictionary(uniqueKeysWithValues: counts.excluded.map { ($0.key.rawValue, $0.value) }),
            issues: try await store.issues().map { "\($0)" },
            runs: try await store.runs(limit: 5).map(Document.Run.init), service: try await service(assembly, store),
            tracking: try await store.capabilityProfile().map(TrackingDocument.init),
            isServiceRunning: assembly.service.isRunning)
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
        let isFailing = document.runs.first?.outcome == RunRecord.Outcome.failed.rawValue
        let service = document.isServiceRunning ? "a service keeps this state" : "no service keeps this state"
        lines.append("Running       \(service)" + (isFailing ? "; the latest run failed, see below" : ""))
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
        /// Whether `workmail-sync run` keeps this state at present.
        var isServiceRunning: Bool
    }
}
