// SPDX-License-Identifier: Apache-2.0
import Sync
import WorkMail

/// A batch of edits as people and programs are shown it: planned only, or carried out.
struct EditReportView {
    let plan: EditPlan
    /// `nil` for a rehearsal.
    let report: RunReport?
    let speed: BackendSpeed

    func show(_ output: OutputOptions) throws { try output.show(document, people: text) }

    private func text(_ terminal: Terminal) -> String {
        var lines: [String] = []
        let changes = plan.plan.changes
        if changes.isEmpty {
            lines.append(report == nil ? "Nothing would be changed." : "Nothing was changed.")
        } else {
            lines.append(table(terminal))
            lines.append(summary)
        }
        for label in plan.unchanged.prefix(20) { lines.append("\(label.printable): it is so already.") }
        if plan.unchanged.count > 20 { lines.append("… and so it is for \(plan.unchanged.count - 20) more.") }
        for lost in report?.plan.lost ?? [] { lines.append("Not given back: \(lost.printable)") }
        return lines.joined(separator: "\n")
    }

    private func table(_ terminal: Terminal) -> String {
        var table = TextTable([
            .init(report == nil ? "would do" : "did", importance: .high), .init("who", importance: .high),
            .init("from"), .init("to"),
        ])
        func append(_ change: Change, mark: String = "") {
            table.append([
                .init(mark + change.words, mark.isEmpty ? .plain : .bad), .init(change.label),
                .init(change.shownOldValue), .init(change.shownNewValue),
            ])
        }
        guard let applied = report?.applied else {
            for change in plan.plan.changes { append(change) }
            return table.text(on: terminal)
        }
        for change in applied.done { append(change) }
        for failure in applied.failed { append(failure.change, mark: "FAILED: ") }
        for change in applied.skipped { append(change, mark: "skipped: ") }
        // Sentences, which a table would cut.
        let failures = applied.failed.map { "\($0.change.label): \($0.message)\n".printableLines }
        return table.text(on: terminal) + failures.joined()
    }

    private var summary: String {
        guard let applied = report?.applied else {
            let calls = plan.plan.changes.count
            return "\(calls.counted("call")) to the organization, about \(speed.estimate(calls: calls))."
        }
        var parts = ["\(applied.done.count) done"]
        if !applied.failed.isEmpty { parts.append("\(applied.failed.count) failed") }
        if !applied.skipped.isEmpty { parts.append("\(applied.skipped.count) skipped") }
        return parts.joined(separator: ", ") + "."
    }

    var document: Document {
        Document(
            dryRun: report == nil, planned: plan.plan.changes.map { ChangeDocument($0) },
            done: report?.applied.done.map { ChangeDocument($0) } ?? [],
            failed: report?.applied.failed.map { ChangeDocument($0.change, error: $0.message) } ?? [],
            skipped: report?.applied.skipped.map { ChangeDocument($0) } ?? [], unchanged: plan.unchanged,
            notGivenBack: report?.plan.lost ?? [])
    }

    struct Document: Encodable {
        var dryRun: Bool
        var planned: [ChangeDocument]
        var done: [ChangeDocument]
        var failed: [ChangeDocument]
        var skipped: [ChangeDocument]
        var unchanged: [String]
        var notGivenBack: [String]
    }
}
