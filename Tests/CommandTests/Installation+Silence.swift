// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import Testing

extension Installation {
    /// Runs a command whose standard output takes nothing, so that it stands still with all of its work done, and hands its
    /// process to `body`.
    ///
    /// - Parameters:
    ///   - redirections: for the shell, such as `4<file`.
    ///   - password: waits at file descriptor 3.
    ///   - operation: what stands in the journal when the work is done.
    func whileItCannotSpeak(
        _ arguments: [String], redirections: String, password: String, operation: String,
        _ body: (Int32) async throws -> Void
    ) async throws {
        let quoted = arguments.map { "'" + $0.replacing("'", with: #"'\''"#) + "'" }.joined(separator: " ")
        // A pipe holds 64 KiB, and nobody reads this one.
        let script = """
            exec 3<&0 </dev/null \(redirections); mkfifo full; exec 5<>full
            head -c 65536 /dev/zero >&5; echo $$ >silent.pid; exec "$0" \(quoted) >&5
            """
        let running = Task { try await run("/bin/sh", ["-c", script, Self.program], input: password) }
        do {
            while try await run("audit", "list", "--operation", operation, "--output", "json").json()
                .texts("result") != ["done"]
            {
                try await Task.sleep(for: .milliseconds(50))
            }
            // The line is written before the function that owns the password has returned.
            try await Task.sleep(for: .milliseconds(500))
            let text = try String(contentsOfFile: folder + "/silent.pid", encoding: .utf8)
            let process = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
            defer { kill(process, SIGKILL) }
            try await body(process)
        } catch {
            running.cancel()
            throw error
        }
        _ = try await running.value
    }
}
