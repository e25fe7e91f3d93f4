// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import TestSupport
import Testing

/// What does not pass by another connection.
@Suite(.tags(.server), .requiresSamba) struct `A trouble that stays` {
    @Test func `has the service try more and more seldom, though the directory lets it in each time`() async throws {
        try await BadDay.with { day in
            try await day.controller.tool("group", "add", "mail")
            try await day.controller.tool("group", "addmembers", "mail", "ana,ben")
            let group = "CN=mail,CN=Users,\(day.controller.baseDN)"
            let scoped = day.installation.changing(["scope.groups": "[\"\(group)\"]"])
            try await NotifySocket.with(in: scoped.folder) { socket in
                try await RunningDaemon.with(scoped, environment: socket.environment(watchdog: 60)) { daemon in
                    try await socket.status { $0.hasPrefix("following dc1") }
                    try await scoped.succeed("approve", "ana")
                    try await daemon.says("RegisterToWorkMail")
                    try await day.controller.tool("group", "delete", "mail")
                    // The first pause is a second at the most, the third two to four.
                    try await socket.status { status in
                        let pause = status.components(separatedBy: "; next try in ").dropFirst().first
                        return pause.flatMap { Int($0.prefix { $0.isNumber }) } ?? 0 >= 3
                    }
                    #expect(daemon.count("error: ") == 1 && !daemon.said.contains("connected to"), "\(daemon.said)")
                    #expect(try await scoped.run("sync").code != 0)
                    #expect(try await day.mailboxes() == 1)

                    try Data(day.installation.configuration.utf8)
                        .write(to: URL(filePath: scoped.configurationFile))
                    daemon.signal(SIGHUP)
                    try await daemon.says("connected to dc1")
                    try await socket.status { $0.hasPrefix("following dc1") }
                }
            }
        }
    }

    @Test func `such as a safety limit holds every plan, whoever decides and whatever changes, until a run passes it`()
        async throws
    {
        let limits = ["safety.max_missing": "1", "safety.max_missing_percent": "100"]
        try await BadDay.with(changing: limits) { day in
            for name in ["cem", "dia", "eva"] { try await day.controller.addMailUser(name) }
            try await RunningDaemon.with(day.installation) { daemon in
                try await day.installation.succeed("approve", "ana", "eva")
                try await daemon.says("RegisterToWorkMail", times: 2)
                for name in ["cem", "dia"] { try await day.controller.delete(name) }
                func isHeld() async throws {
                    let asked = try await day.installation.run("sync")
                    #expect(asked.code == 3 && asked.error.contains("are missing"), "\(asked)")
                }
                try await isHeld()

                try await day.installation.succeed("approve", "ben")
                try await daemon.says("asked to carry out a decision", times: 2)
                try await day.controller.set("userAccountControl", of: "ana", to: "514")
                try await day.add("fay")
                try await isHeld()
                #expect(daemon.count("RegisterToWorkMail") == 2 && daemon.count("DeregisterFromWorkMail") == 0)
                #expect(try await day.mailboxes() == 2)

                let accepted = try await day.installation.run("sync", "--accept-missing", "2")
                #expect([0, 2].contains(accepted.code), "\(accepted)")
                try await daemon.says("RegisterToWorkMail", times: 3)
                try await daemon.says("DeregisterFromWorkMail")
                #expect(try await day.installation.run("sync").code == accepted.code)
            }
        }
    }
}

/// The service and whoever ends it when it gives no sign of life.
@Suite(.tags(.server), .requiresSamba) struct `A watchdog` {
    @Test func `hears nothing more when the directory says nothing more, for all that time goes by`() async throws {
        try await BadDay.with(changing: ["directory.operation_timeout_seconds": "600"]) { day in
            try await NotifySocket.with(in: day.installation.folder) { socket in
                let environment = socket.environment(watchdog: 10)
                let code = try await RunningDaemon.with(day.installation, environment: environment) { daemon in
                    try await day.add("cem")
                    #expect(socket.longestSilence < .seconds(10))
                    day.proxy.fault = .stall(afterServerBytes: 0)
                    // The answer that was under way.
                    let stalled = ContinuousClock.now + .seconds(3)
                    // Nothing can only be shown for a time: as long as the watchdog waits.
                    try await Task.sleep(for: .seconds(12))
                    #expect(socket.signs(after: stalled).isEmpty)
                    #expect(!daemon.said.contains("error: "), "\(daemon.said)")
                }
                #expect(code == 0, "it ends all the same when it is told to")
            }
        }
    }
}
