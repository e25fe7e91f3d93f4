// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import TestSupport
import Testing

@testable import Sync

/// What the service and its state say of themselves to whoever watches.
@Suite(.tags(.server), .requiresSamba) struct `Whoever watches the service` {
    /// What the endpoint answers: the status, and the text in the next line.
    private static func ask(_ path: String, _ installation: Installation) async throws -> String {
        let socket = installation.folder + "/metrics.sock"
        let answer = try await installation.run(
            "/usr/bin/curl", ["-s", "-w", "\n%{http_code}", "--unix-socket", socket, "http://x" + path], input: "")
        let lines = answer.output.split(separator: "\n", omittingEmptySubsequences: false)
        return ([lines.last ?? ""] + lines.dropLast()).joined(separator: "\n")
    }

    @Test func `is told that it lives and is ready, and while the directory is away why it is not`() async throws {
        try await BadDay.with { day in
            let installation = day.installation.changing(["service.metrics": day.installation.folder + "/metrics.sock"])
            try await RunningDaemon.with(installation) { daemon in
                #expect(try await Self.ask("/healthz", installation) == "200\nok\n")
                #expect(try await Self.ask("/readyz", installation) == "200\nok\n")
                let well = try await Self.ask("/metrics", installation)
                #expect(well.hasPrefix("200\n") && well.contains("\nworkmail_sync_directory_connected 1\n"))
                let mode = try FileManager.default.attributesOfItem(atPath: installation.folder + "/metrics.sock")
                #expect(mode[.posixPermissions] as? Int == 0o660, "the group may ask, and nobody else")
                #expect(try await Self.ask("/nothing", installation).hasPrefix("404\n"))

                day.proxy.fault = .refuse
                for number in 1...day.proxy.connections { day.proxy.hangUp(connection: number) }
                try await daemon.says("error: ")
                let away = try await Self.ask("/readyz", installation)
                #expect(away.hasPrefix("503\n") && away.contains("127.0.0.1:\(day.proxy.port)"), "\(away)")
                #expect(try await Self.ask("/healthz", installation) == "200\nok\n")
                let bad = try await Self.ask("/metrics", installation)
                #expect(bad.contains("\nworkmail_sync_directory_connected 0\n"), "\(bad)")

                let approved = try await installation.run("approve", "ana")
                #expect(approved.code == 0, "\(approved)")
                #expect(approved.output.contains("as soon as it can. Now it cannot: "), "\(approved)")
                let status = try await installation.run("status", "--output", "json").json()
                #expect(status["runs"]?.items.first?["outcome"]?.text == "failed", "\(status)")

                day.proxy.fault = .none
                try await daemon.says("connected to dc1")
                try await daemon.says("RegisterToWorkMail")
                // The mirror was brought up to date since.
                try await installation.lists("cem", after: day.controller)
                #expect(try await Self.ask("/readyz", installation) == "200\nok\n")
            }
        }
    }

    @Test func `with status --watch sees how it stands whenever that became another, until they end it`() async throws {
        try await SambaDomainController.with { controller in
            try await controller.addMailUser("ana")
            try await Installation.with(controller) { installation in
                let script = "echo $$ >watch.pid; exec \"$0\" status --watch --output json >watch.json"
                let watching = Task { try await installation.shell(script) }
                defer { watching.cancel() }
                func shown(_ count: Int, runs: Int) async throws -> [JSONValue] {
                    for _ in 0..<500 {
                        let text = try? String(contentsOfFile: installation.folder + "/watch.json", encoding: .utf8)
                        let documents = (text ?? "").components(separatedBy: "\n}\n").dropLast().map { $0 + "\n}" }
                        let all = try documents.map { try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8)) }
                        // People may be in the state before the run that read them is.
                        if all.count >= count, all.last?["runs"]?.items.count == runs { return all }
                        try await Task.sleep(for: .milliseconds(20))
                    }
                    return try #require(nil, "there are no \(count) documents")
                }
                #expect(try await shown(1, runs: 0).count == 1)
                try await installation.succeed("sync")
                let after = try await shown(2, runs: 1)
                let process = try String(contentsOfFile: installation.folder + "/watch.pid", encoding: .utf8)
                _ = kill(try #require(Int32(process.trimmingCharacters(in: .newlines))), SIGINT)
                let ended = try await watching.value
                #expect(ended.error == "workmail-sync: interrupted\n", "\(ended)")
                // Nothing became another, so nothing was shown.
                #expect(try await shown(2, runs: 1).count == after.count)
            }
        }
    }

    @Test func `with sync --wait gets their run when the one under way is over, and without it is told to come again`()
        async throws
    {
        try await SambaDomainController.with { controller in
            try await controller.addMailUser("ana")
            try await Installation.with(controller) { installation in
                let waiting = try await Self.whileLocked(installation) {
                    let waiting = Task { try await installation.run("sync", "--wait") }
                    // Both began before these were refused.
                    for _ in 0..<3 {
                        let refused = try await installation.run("sync")
                        #expect(refused.code == 75 && refused.error.contains("another run is under way"), "\(refused)")
                    }
                    #expect(try await installation.run("candidates").output.contains("ana@") == false)
                    return waiting
                }
                let done = try await waiting.value
                #expect(done.code == 0 && done.error.isEmpty, "\(done)")
                #expect(try await installation.run("candidates").output.contains("ana@example.com"))
            }
        }
    }

    private static func whileLocked<Result>(
        _ installation: Installation, _ body: () async throws -> Result
    ) async throws -> Result {
        let lock = try RunLock(statePath: installation.stateFile)
        let result = try await body()
        _ = consume lock
        return result
    }
}
