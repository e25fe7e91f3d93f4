// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Sync
import WorkMail

/// A run as people and programs are shown it.
struct RunReportView {
    let report: RunReport
    let isRehearsal: Bool
    let speed: BackendSpeed

    init(_ report: RunReport, isRehearsal: Bool, speed: BackendSpeed = .embedded) {
        self.report = report
        self.isRehearsal = isRehearsal
        self.speed = speed
    }

    func show(_ output: OutputOptions) throws {
        try output.show(document, people: text)
    }

    private func text(_ terminal: Terminal) -> String {
        var lines: [String] = []
        if let observation = report.observation {
            lines += observation.lines
            lines.append(
                "\(report.counts.candidates.counted("candidate")); not candidates:"
                    + (report.counts.excluded.isEmpty ? " none." : ""))
            for (exclusion, count) in report.counts.excluded.sorted(by: {
                ($0.value, $0.key.rawValue) > ($1.value, $1.key.rawValue)
            }) {
                lines.append(
                    String(repeating: " ", count: max(0, 6 - "\(count)".count)) + "\(count)  \(exclusion.clause)")
            }
            for issue in observation.issues.prefix(20) { lines.append("not usable: \("\(issue)".printable)") }
            if observation.issues.count > 20 {
                lines.append("… and \(observation.issues.count - 20) more; see status --output json")
            }
        }
        if !lines.isEmpty { lines.append("") }
        lines += changes(terminal)
        for lost in report.plan.lost { lines.append("Not given back: \(lost.printable)") }
        lines += waiting() + orphans() + undecided()
        return lines.joined(separator: "\n")
    }

    private func changes(_ terminal: Terminal) -> [String] {
        let done = Set(report.applied.done)
        let plan =
            isRehearsal
            ? report.plan.changes : report.applied.done + report.applied.failed.map(\.change) + report.applied.skipped
        guard !plan.isEmpty else {
            let isWaiting = !report.plan.waiting.isEmpty
            return [
                isRehearsal
                    ? "Nothing would be changed."
                    : isWaiting ? "Nothing was changed." : "Nothing to change: everything is in step."
            ]
        }
        var table = TextTable([
            .init(isRehearsal ? "would do" : "did"), .init("who", importance: .high), .init("from"), .init("to"),
            .init("why", importance: .low),
        ])
        for change in plan {
            let failure = report.applied.failed.first { $0.change == change }
            let mark = isRehearsal || done.contains(change) ? "" : failure == nil ? "skipped: " : "FAILED: "
            table.append([
                .init(mark + change.words, mark.isEmpty ? .plain : .bad), .init(change.label),
                .init(change.shownOldValue), .init(change.shownNewValue), .init(failure?.message ?? change.reason),
            ])
        }
        var lines = [table.text(on: terminal)]
        let count =
            isRehearsal
            ? report.plan.mailboxesAdded : report.applied.done.count { $0.operationName == "RegisterToWorkMail" }
        if count > 0 {
            lines.append(
                "\(count.counted("mailbox", "mailboxes")) \(isRehearsal ? "would be" : count == 1 ? "was" : "were") added; each is billed."
            )
        }
        if isRehearsal {
            lines.append(
                "\(plan.count.counted("call")) to the organization, about \(speed.estimate(calls: plan.count)).")
        }
        return lines
    }

    private func orphans() -> [String] {
        guard !report.orphans.isEmpty else { return [] }
        return ["", "Enabled mailboxes of nobody in the directory, which are left alone:"]
            + report.orphans.map {
                "  \($0.name.printable)  \($0.email?.text ?? "no address")  \($0.id.value.printable)"
            }
    }

    /// What is left for an administrator, which is no reason for an alarm: nobody has to be decided about.
    private func undecided() -> [String] {
        let count = report.counts.undecided
        guard report.observation != nil, count > 0 else { return [] }
        return ["", "\(count.counted("person", "people")) to decide about: workmail-sync candidates"]
    }

    private func waiting() -> [String] {
        let decidable = report.plan.waiting.filter(\.hold.needsDecision)
        let timed = report.plan.waiting.filter { !$0.hold.needsDecision }
        return lines(decidable, under: "Waiting for a decision:") + lines(timed, under: "Waiting for a day:")
    }

    private func lines(_ waiting: [Plan.Waiting], under title: String) -> [String] {
        guard !waiting.isEmpty else { return [] }
        return ["", title]
            + waiting.flatMap { waiting in
                [
                    "  \(waiting.intention) \(waiting.label.printable) (\(waiting.name.printable)): \(waiting.hold.explanation.printable)",
                    "      \(waiting.hold.remedy(for: UserArgument.of(waiting.name, waiting.guid)).printable)",
                ]
            }
    }

    /// The same for programs.
    var document: Document {
        Document(
            dryRun: isRehearsal,
            observation: report.observation.map { observation in
                Document.Observed(
                    server: observation.server.dnsHostName, extent: "\(observation.extent)",
                    usersRead: observation.usersRead, rowsWritten: observation.rowsWritten, gone: observation.gone,
                    seconds: observation.seconds,
                    issues: observation.issues.map { "\($0)" })
            },
            candidates: report.counts.candidates,
            excluded: Dictionary(uniqueKeysWithValues: report.counts.excluded.map { ($0.key.rawValue, $0.value) }),
            planned: report.plan.changes.map { ChangeDocument($0) },
            mailboxesAdded: report.plan.mailboxesAdded,
            estimatedSeconds: speed.seconds(calls: report.plan.changes.count),
            done: report.applied.done.map { ChangeDocument($0) },
            failed: report.applied.failed.map { ChangeDocument($0.change, error: $0.message) },
            skipped: report.applied.skipped.map { ChangeDocument($0) },
            waiting: report.plan.waiting.map(WaitingDocument.init), orphans: report.orphans.map(UserDocument.init))
    }

    struct Document: Encodable {
        struct Observed: Encodable {
            var server: String?
            /// Whether everybody was read and why, or what changed.
            var extent: String
            var usersRead: Int
            var rowsWritten: Int
            var gone: Int
            var seconds: Double
            var issues: [String]
        }

        var dryRun: Bool
        var observation: Observed?
        var candidates: Int
        var excluded: [String: Int]
        var planned: [ChangeDocument]
        var mailboxesAdded: Int
        var estimatedSeconds: Double
        var done: [ChangeDocument]
        var failed: [ChangeDocument]
        var skipped: [ChangeDocument]
        var waiting: [WaitingDocument]
        var orphans: [UserDocument]
    }
}

/// A change as programs get it.
struct ChangeDocument: Encodable {
    var operation: String
    /// Absent for somebody whom only the organization has.
    var objectGUID: String?
    var label: String
    var entityID: String?
    var old: String?
    var new: String?
    var reason: String
    var error: String?

    init(_ change: Change, error: String? = nil) {
        operation = change.operationName
        objectGUID = change.guid?.description
        label = change.label
        entityID = change.entity?.value
        old = change.oldValue
        new = change.newValue
        reason = change.reason
        self.error = error
    }
}

/// Somebody who waits, as programs get it.
struct WaitingDocument: Encodable {
    var objectGUID: String
    var name: String
    var label: String
    var intention: String
    var waitsFor: String
    var remedy: String

    init(_ waiting: Plan.Waiting) {
        objectGUID = waiting.guid.description
        name = waiting.name
        label = waiting.label
        intention = waiting.intention
        waitsFor = waiting.hold.explanation
        remedy = waiting.hold.remedy(for: UserArgument.of(waiting.name, waiting.guid))
    }
}

extension Int {
    /// `1 user`, `2 users`.
    func counted(_ one: String, _ many: String? = nil) -> String { "\(self) \(self == 1 ? one : many ?? one + "s")" }
}

extension Double {
    func rounded(to places: Int) -> String { String(format: "%.\(places)f", self) }
}
