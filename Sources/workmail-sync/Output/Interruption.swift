// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Glibc
import Sync

/// SIGINT and SIGTERM end a command between two of its steps, so that it can say what it had done. A second one ends it
/// at once.
enum Interruption {
    private static let signals = [SIGINT, SIGTERM]

    /// Runs `body`, and cancels it when the process is told to end.
    static func ends(_ body: @escaping @Sendable () async throws -> Void) async throws {
        let task = Task { try await body() }
        let sources = signals.map { number in
            _ = signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                task.cancel()
                for number in signals { _ = signal(number, SIG_DFL) }
            }
            source.activate()
            return source
        }
        defer { for source in sources { source.cancel() } }
        try await task.value
    }
}

extension PartialRun {
    /// What had been done before it ended, for standard error.
    var text: String { applied.text }
}

extension ApplyReport {
    /// What was done, failed and was not tried, in lines.
    var text: String {
        var lines = done.map { change in
            let values = [change.shownOldValue, change.shownNewValue].compactMap(\.self).joined(separator: " → ")
            return "done: \(change.words), \(change.label) \(values)"
        }
        lines += failed.map { "FAILED: \($0.change.words), \($0.change.label): \($0.message)" }
        if !skipped.isEmpty { lines.append("not tried: \(skipped.count.counted("change"))") }
        return lines.map { $0.printable + "\n" }.joined()
    }
}
