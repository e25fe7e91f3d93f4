// SPDX-License-Identifier: Apache-2.0
import Glibc
import Synchronization

/// One line on standard error that says how far something long is: only on a terminal, only after a second, rewritten
/// in place and gone at the end.
///
/// `update` only stores what to say, which costs a lock and no more, so it may be called for each of 100,000 users.
/// Drawing is the matter of one child task that lives as long as `during`.
final class Progress: Sendable {
    /// The latest thing to say. A lock, for callers are synchronous and on any thread.
    private let latest = Mutex<(@Sendable () -> String)?>(nil)
    /// Absent when standard error is no terminal.
    private let columns: Int?

    private init(columns: Int?) { self.columns = columns }

    /// Runs `body` and shows the progress that it tells of.
    static func during<Result>(
        on terminal: Terminal? = isatty(STDERR_FILENO) == 1 ? .standardError : nil,
        _ body: (Progress) async throws -> Result
    ) async rethrows -> Result {
        let progress = Progress(columns: terminal?.columns)
        guard progress.columns != nil else { return try await body(progress) }
        // Cancelled and waited for when the scope ends, whichever way it ends.
        async let _: Void = progress.draw()
        return try await body(progress)
    }

    /// Says how far it is now, for example `reading users: 12,000`. The text is made only when it is drawn.
    func update(_ text: @escaping @autoclosure @Sendable () -> String) {
        guard columns != nil else { return }
        latest.withLock { $0 = text }
    }

    @concurrent private func draw() async {
        guard let columns else { return }
        var shown = ""
        defer { if !shown.isEmpty { StandardError.write("\r\u{1B}[K") } }
        var pause = Duration.seconds(1)
        while (try? await Task.sleep(for: pause)) != nil {
            pause = .milliseconds(200)
            guard let text = latest.withLock({ $0 }) else { continue }
            // One column less, since a full line makes some terminals scroll.
            let line = text().printable.truncated(to: columns - 1)
            if line == shown { continue }
            StandardError.write("\r\(line)\u{1B}[K")
            shown = line
        }
    }
}
