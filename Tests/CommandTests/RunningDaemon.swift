// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import Subprocess
import TestSupport
import Testing

@testable import workmail_sync

/// `workmail-sync run` of an installation, running.
struct RunningDaemon: Sendable {
    let process: Int32
    let log: String

    /// Runs it until `body` returns, then ends it by SIGTERM.
    /// - Returns: how it ended.
    @discardableResult
    static func with(
        _ installation: Installation, _ body: (RunningDaemon) async throws -> Void
    ) async throws -> Int32 {
        try Data(installation.configuration.utf8).write(to: URL(filePath: installation.configurationFile))
        let log = installation.folder + "/service.log"
        let ended = try await Subprocess.run(
            .name("env"),
            arguments: Arguments([
                "-i", "-C", installation.folder, "PATH=/usr/bin:/bin", "sh", "-c", "exec \"$0\" \"$@\" 2>'\(log)'",
                Installation.program, "run", "--config", installation.configurationFile, "--log", "text",
                "--log-level", "debug",
            ]), input: .none, output: .discarded, error: .discarded
        ) { execution in
            let daemon = RunningDaemon(process: Int32(execution.processIdentifier.value), log: log)
            defer { _ = kill(daemon.process, SIGTERM) }
            try await daemon.says(" ready: ")
            try await body(daemon)
        }
        if case .exited(let code) = ended.terminationStatus { return code }
        return -1
    }

    var said: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

    /// Waits until it says something, for a quarter of a minute at most.
    func says(_ text: String, times: Int = 1) async throws {
        for _ in 0..<750 {
            if said.components(separatedBy: text).count > times { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw Silence(text: text, said: said)
    }

    private struct Silence: Error {
        var text: String
        var said: String
    }

    func signal(_ number: Int32) { _ = kill(process, number) }
}
