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
    /// - Parameters:
    ///   - environment: besides `PATH`, as `NAME=value`.
    ///   - patience: how long it may take until it is ready, in seconds.
    ///   - place: a program and its arguments that starts it in a place of its own, and becomes it.
    /// - Returns: how it ended; the signal's number, negative, where one ended it.
    @discardableResult
    static func with(
        _ installation: Installation, environment: [String] = [], patience: Double = 60, in place: [String] = [],
        _ body: (RunningDaemon) async throws -> Void
    ) async throws -> Int32 {
        try Data(installation.configuration.utf8).write(to: URL(filePath: installation.configurationFile))
        let log = installation.folder + "/service.log"
        let ended = try await Subprocess.run(
            .name("env"),
            arguments: Arguments(
                [
                    "-i", "-C", installation.folder, "PATH=/usr/bin:/bin",
                ] + environment + [
                    "sh", "-c", "exec \"$0\" \"$@\" 2>'\(log)'",
                ] + place + [
                    Installation.program, "run", "--config", installation.configurationFile, "--log", "text",
                    "--log-level", "debug",
                ]), input: .none, output: .discarded, error: .discarded
        ) { execution in
            let daemon = RunningDaemon(process: Int32(execution.processIdentifier.value), log: log)
            defer { _ = kill(daemon.process, SIGTERM) }
            try await daemon.says(" ready: ", within: patience)
            try await body(daemon)
        }
        switch ended.terminationStatus {
        case .exited(let code): return code
        case .signaled(let signal): return -signal
        }
    }

    var said: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

    /// The same in front of a hosted service.
    @discardableResult
    static func with(
        _ hosted: HostedInstallation, environment: [String] = [], _ body: (RunningDaemon) async throws -> Void
    ) async throws -> Int32 {
        let environment = hosted.credentials.map { "\($0.key)=\($0.value)" } + environment
        return try await with(hosted.installation, environment: environment, body)
    }

    /// Waits until it has said something, so often.
    func says(_ text: String, times: Int = 1, within seconds: Double = 60) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            if count(text) >= times { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw Silence(text: text, said: said)
    }

    /// How often it has said something.
    func count(_ text: String) -> Int { said.components(separatedBy: text).count - 1 }

    private struct Silence: Error {
        var text: String
        var said: String
    }

    func signal(_ number: Int32) { _ = kill(process, number) }
}
