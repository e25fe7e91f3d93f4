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
                let code = try await RunningDaemon.with(installation) { daemon in
                    try await Self.follow(controller, installation, daemon)
                    try await Self.decide(installation, daemon)
                    try await Self.reload(installation, daemon)
                    try await Self.share(installation, daemon)
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
                #expect(try await installation.run("sync").code == 0)
                let code = try await installation.hosted { hosted in
                    try await RunningDaemon.with(hosted) { daemon in
                        #expect(try await hosted.run("approve", "ana").code == 0)
                        try await daemon.says("RegisterToWorkMail")
                        let users = try await hosted.run("users", "list", "--output", "json").json()
                        #expect(users.first("name", "ana")?["state"] == .text("ENABLED"), "\(users)")
                        let status = try await hosted.run("status", "--output", "json").json()
                        #expect(status["service"]?["rate"]?["calls"] != nil, "\(status)")
                    }
                }
                #expect(code == 0)
            }
        }
    }

    private static func follow(
        _ controller: SambaDomainController, _ installation: Installation, _ daemon: RunningDaemon
    ) async throws {
        try await controller.addUser("bea", password: "Lab-Person-1907!", ["mail": "bea@example.com"])
        var isSeen = false
        for _ in 0..<100 where !isSeen {
            isSeen = try await installation.run("candidates").output.contains("bea@example.com")
        }
        #expect(isSeen)
        #expect(try await installation.run("candidates").code == 0, "the state is free for commands meanwhile")
    }

    private static func decide(_ installation: Installation, _ daemon: RunningDaemon) async throws {
        let approved = try await installation.run("approve", "ana")
        #expect(approved.output.contains("The service enables"), "\(approved.output)\(approved.error)")
        try await daemon.says("RegisterToWorkMail")
        #expect(daemon.said.contains("asked to carry out a decision by root (uid \(getuid())"))
        let users = try await installation.run("users", "list")
        #expect(users.output.contains("ana@example.com"))
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
