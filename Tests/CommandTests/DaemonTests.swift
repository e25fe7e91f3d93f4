// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import TestSupport
import Testing

/// The service in front of a real domain controller, by its real binary.
@Suite(.tags(.server), .requiresSamba) struct DaemonTests {
    @Test func `it follows changes and decisions, reloads, refuses, and ends as told`() async throws {
        try await SambaDomainController.with { controller in
            try await controller.addUser("ana", password: "Lab-Person-1906!", ["mail": "ana@example.com"])
            try await Installation.with(controller) { original in
                let installation = original.changing(["service.socket": original.folder + "/control.sock"])
                let code = try await NotifySocket.with(in: installation.folder) { socket in
                    let environment = socket.environment(watchdog: 180)
                    let code = try await RunningDaemon.with(installation, environment: environment) { daemon in
                        try await Self.follow(controller, installation, daemon)
                        try await Self.decide(installation, daemon)
                        try await Self.reload(installation, daemon)
                        try await Self.share(installation, daemon)
                    }
                    Self.expectNotified(socket)
                    return code
                }
                #expect(code == 0)
                #expect(!FileManager.default.fileExists(atPath: installation.folder + "/control.sock"))
                let after = try await installation.run("sync")
                #expect(after.code == 0, "without a service the command does it itself: \(after.error)")
            }
        }
    }

    @Test func `a configuration that cannot work ends it with 78, a directory that is away does not`() async throws {
        try await SambaDomainController.with { controller in
            try await Installation.with(controller) { original in
                let installation = original.changing(["service.socket": original.folder + "/control.sock"])
                let password = try installation.write(Array("wrong".utf8), to: "wrong")
                let refused = try await installation.changing(["directory.password_file": password]).run("run")
                #expect(refused.code == 78, "\(refused.error)")
                let empty = try installation.write([], to: "empty")
                let secretless = try await installation.changing(["directory.password_file": empty]).run("run")
                #expect(secretless.code == 78 && secretless.error.contains("it is empty"), "\(secretless.error)")
                let unknown = try await installation.changing(["service.colour": "blue"]).run("run")
                #expect(unknown.code == 78, "\(unknown.error)")

                try await controller.stop()
                try await RunningDaemon.with(installation) { daemon in
                    #expect(daemon.said.contains("error: "))
                    let asked = try await installation.run("sync")
                    #expect(asked.code == 75, "\(asked.error)")
                    try await controller.start()
                    try await daemon.says("everybody was read")
                }
            }
        }
    }

    @Test func `it follows in front of the hosted service too`() async throws {
        try await SambaDomainController.with { controller in
            try await controller.addMailUser("ana")
            try await Installation.with(controller) { original in
                let installation = original.changing(["service.socket": original.folder + "/control.sock"])
                // So that the organization behind the service has her too.
                try await installation.succeed("sync")
                let code = try await installation.hosted { hosted in
                    try await RunningDaemon.with(hosted) { daemon in
                        try await hosted.succeed("approve", "ana")
                        try await daemon.says("RegisterToWorkMail")
                        let users = try await hosted.run("users", "list", "--output", "json").json()
                        #expect(users.first("name", "ana")?["state"] == .text("ENABLED"), "\(users)")
                        try await hosted.installation.lists("bea", after: controller)
                        let status = try await hosted.run("status", "--output", "json").json()
                        #expect(status["service"]?["rate"]?["calls"] != nil, "\(status)")
                    }
                }
                #expect(code == 0)
            }
        }
    }

    /// What systemd was told (sd_notify(3)): that it has started, twice that it reads its configuration again and has done so,
    /// and that it ends.
    private static func expectNotified(_ socket: NotifySocket) {
        let lines = socket.messages.flatMap { $0.text.split(separator: "\n") }
        let states = ["READY=1", "RELOADING=1", "STOPPING=1"]
        #expect(
            lines.filter { states.contains(String($0)) }
                == ["READY=1", "RELOADING=1", "READY=1", "RELOADING=1", "READY=1", "STOPPING=1"])
        #expect(lines.count { $0.hasPrefix("MONOTONIC_USEC=") } == 2)
    }

    private static func follow(
        _ controller: SambaDomainController, _ installation: Installation, _ daemon: RunningDaemon
    ) async throws {
        try await installation.lists("bea", after: controller)
        // The state is free for commands meanwhile.
        try await installation.succeed("candidates")
    }

    private static func decide(_ installation: Installation, _ daemon: RunningDaemon) async throws {
        let approved = try await installation.run("approve", "ana")
        #expect(approved.output.contains("The service enables"), "\(approved.output)\(approved.error)")
        try await daemon.says("RegisterToWorkMail")
        #expect(daemon.said.contains("asked to carry out a decision by root (uid \(getuid())"))
        let users = try await installation.run("users", "list")
        #expect(users.output.contains("ana@example.com"))
        let operation = ["audit", "list", "--operation", "RegisterToWorkMail", "--output", "json"]
        let actors = try await installation.run(operation).json().texts("by")
        #expect(actors.count == 1 && actors[0].contains("uid \(getuid())"), "as the kernel said: \(actors)")
    }

    private static func reload(_ installation: Installation, _ daemon: RunningDaemon) async throws {
        let file = URL(filePath: installation.configurationFile)
        let good = installation.changing(["leavers.grace_days": "3"]).configuration
        try Data("service: [".utf8).write(to: file)
        daemon.signal(SIGHUP)
        try await daemon.says("refused and the old one stays")
        try Data(good.utf8).write(to: file)
        daemon.signal(SIGHUP)
        try await daemon.says("leavers.grace_days: 0 → 3")
    }

    private static func share(_ installation: Installation, _ daemon: RunningDaemon) async throws {
        let second = try await installation.run("run")
        #expect(second.code == 75, "\(second.error)")
        let asked = try await installation.run("sync", "--output", "json")
        #expect(asked.code == 0, "\(asked.error)")
        #expect(try asked.json()["observation"] != nil)
        try await daemon.says("asked to run by")
    }
}
