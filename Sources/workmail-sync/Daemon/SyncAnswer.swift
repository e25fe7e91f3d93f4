// SPDX-License-Identifier: Apache-2.0
import Sync

/// A run as the command that asked for it writes it and ends.
struct SyncAnswer {
    let report: RunReport
    let speed: BackendSpeed

    init(_ report: RunReport, speed: BackendSpeed) {
        self.report = report
        self.speed = speed
    }

    func answer(to request: ControlRequest) -> ControlAnswer {
        let view = RunReportView(report, isRehearsal: false, speed: speed)
        let text =
            request.format == OutputFormat.json.rawValue
            ? (try? JSONDocument.text(view.document)) ?? ""
            : view.text(Terminal(columns: request.columns, hasColours: request.hasColours))
        return ControlAnswer(output: text, exit: exit.rawValue)
    }

    /// How `sync` ends after such a run.
    var exit: Exit {
        if !report.applied.failed.isEmpty { return .failed }
        return report.isWaiting ? .waiting : .inStep
    }
}
