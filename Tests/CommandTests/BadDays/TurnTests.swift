// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import TestSupport
import Testing

@testable import Sync

/// Commands while the service is at something long.
@Suite(.tags(.server), .requiresSamba) struct `A command that finds the service busy` {
    @Test func `has its turn after the change under way, and the rest of the plan goes on after it`() async throws {
        try await BadDay.with(people: .bulk(200), changing: ["safety.max_enables": "1000"]) { day in
            let people = try await day.installation.run("sync", "--output", "json")
            #expect(people.code == 0, "\(people.error)")
            let names = try await day.installation.run("candidates", "--output", "json").json().texts("sAMAccountName")
                .filter { !["svc-workmail", "ana", "ben"].contains($0) }
            try #require(names.count >= 200)
            try await RunningDaemon.with(day.installation) { daemon in
                try await day.installation.succeed("approve", "ana")
                try await daemon.says("RegisterToWorkMail")
                try await day.installation.succeed(["approve"] + names)
                try await day.mailboxes(reach: 10)
                let disabled = try await day.installation.run("users", "disable", "ana", "--reason", "left")
                #expect(disabled.code == 0, "\(disabled.error)")
                #expect(try await day.mailboxes() < names.count, "not at the end of the plan")
                try await day.mailboxes(reach: names.count)
                #expect(try await day.mailboxes() == names.count)
            }
            let runs = try await day.installation.run("status", "--output", "json").json()["runs"]
            let details = runs?.items.compactMap { $0["detail"]?.text } ?? []
            #expect(details.contains { $0.contains("left to the next plan") }, "\(details)")
        }
    }

    @Test func `and is ended before its turn has wanted nothing, least of all what it would have accepted`()
        async throws
    {
        let limits = ["safety.max_missing": "1", "safety.max_missing_percent": "100"]
        try await BadDay.with(changing: limits) { day in
            for name in ["cem", "dia"] { try await day.controller.addMailUser(name) }
            try await RunningDaemon.with(day.installation) { daemon in
                for name in ["cem", "dia"] { try await day.controller.delete(name) }
                let held = try await day.installation.run("sync")
                #expect(held.code == 3, "\(held)")

                let ended = try await RunLock.whenFree(statePath: day.installation.stateFile) {
                    try await Task.sleep(for: .milliseconds(5))
                } _: {
                    // The service wants the state, and waits for it.
                    try await day.controller.addMailUser("eva")
                    let script = "echo $$ >sync.pid; exec \"$0\" sync --accept-missing 2"
                    let asking = Task { try await day.installation.shell(script) }
                    try await Self.connection(to: day.installation.folder + "/control.sock")
                    let process = try String(contentsOfFile: day.installation.folder + "/sync.pid", encoding: .utf8)
                    _ = kill(try #require(Int32(process.trimmingCharacters(in: .newlines))), SIGINT)
                    return try await asking.value
                }
                #expect(ended.code != 0 && ended.error.contains("interrupted"), "\(ended)")
                try await daemon.says("wants no run any more")
                let still = try await day.installation.run("sync")
                #expect(still.code == 3 && still.error.contains("2 of the"), "\(still)")
            }
        }
    }

    /// Waits until somebody is connected to the socket, as the kernel says (proc_net(5): `St` 03).
    private static func connection(to socket: String) async throws {
        for _ in 0..<500 {
            let lines = try String(contentsOfFile: "/proc/net/unix", encoding: .utf8).split(separator: "\n")
            if lines.contains(where: { $0.hasSuffix(" \(socket)") && $0.split(separator: " ")[5] == "03" }) { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("nobody is connected to \(socket)")
    }
}
