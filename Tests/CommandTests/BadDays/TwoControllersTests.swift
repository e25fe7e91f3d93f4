// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// The service between two domain controllers of one domain.
@Suite(.tags(.server), .requiresSamba) struct `Two domain controllers` {
    @Test func `when one dies the service goes on with the other, and one that lags undoes nothing`() async throws {
        try await SambaDomainController.withTwo { first, second in
            for name in ["ana", "ben", "eva"] { try await first.addMailUser(name) }
            try await first.set("userAccountControl", of: "eva", to: "514")
            try await second.replicate(from: first)
            try await Installation.with(first) { original in
                let urls = [
                    "directory.url": nil, "directory.urls": "[\(first.url), \(second.url)]",
                    "service.socket": original.folder + "/control.sock",
                ]
                let installation = original.changing(urls.merging(BadDay.credulous) { $1 })
                try await RunningDaemon.with(installation) { daemon in
                    #expect(daemon.count("following dc1") == 1, "\(daemon.said)")
                    try await installation.succeed("approve", "ana", "ben")
                    try await daemon.says("RegisterToWorkMail", times: 2)

                    // The service's own logon is a change of its account, which comes over within seconds elsewhere.
                    try await second.replicate(from: first)
                    try await first.kill()
                    try await daemon.says("connected to dc2")
                    #expect(
                        daemon.count("not the preferred one; \(first.url):636 was tried first") == 1, "\(daemon.said)")
                    try await Self.liveOn(second, installation, daemon)
                    let asked = try await installation.run("sync")
                    #expect(asked.code == 0 && asked.output.contains("Asked \(second.url)"), "\(asked)")

                    // The first one is back: to it Cem is nobody, Ben is still there, and Eva is not. It is preferred, but not
                    // for now.
                    try await first.start()
                    try await installation.succeed("sync")
                    try await second.kill()
                    try await daemon.says("has not yet got all")
                    #expect(try await installation.run("sync").code == 75)
                    #expect(try await installation.run("candidates").output.contains("cem@example.com"))
                    #expect(try await Self.enabled(installation) == ["ana", "eva"])

                    try await second.start()
                    try await daemon.says("connected to dc2", times: 2, within: 60)
                    try await installation.lists("dia", after: second)
                    #expect(try await Self.enabled(installation) == ["ana", "eva"])
                    #expect(daemon.count("DeregisterFromWorkMail") == 1 && daemon.count("RegisterToWorkMail") == 3)

                    // The second one is lost for good: what the message proposes has its way while the service rests.
                    try await second.kill()
                    try await daemon.says("has not yet got all", times: 2, within: 60)
                    let full = try await installation.run("sync", "--full", "--accept-missing", "2")
                    // Eva left there, and Ben, whose mailbox was taken, is somebody to decide about.
                    #expect(full.code == 2 && full.output.contains(" from dc1.corp.example.com in "), "\(full)")
                    #expect(try await Self.enabled(installation) == ["ana"])
                    #expect(try await !installation.run("candidates").output.contains("cem@example.com"))
                }
            }
        }
    }

    /// What only this one knows: Ben leaves, Eva is back and gets a mailbox, and Cem comes.
    private static func liveOn(
        _ controller: SambaDomainController, _ installation: Installation, _ daemon: RunningDaemon
    ) async throws {
        try await controller.set("userAccountControl", of: "ben", to: "514")
        try await daemon.says("DeregisterFromWorkMail")
        try await controller.set("userAccountControl", of: "eva", to: "512")
        try await installation.lists("eva")
        try await installation.succeed("approve", "eva")
        try await daemon.says("RegisterToWorkMail", times: 3)
        try await installation.lists("cem", after: controller)
        #expect(try await enabled(installation) == ["ana", "eva"])
    }

    private static func enabled(_ installation: Installation) async throws -> [String] {
        let users = try await installation.run("users", "list", "--state", "enabled", "--output", "json")
        return try users.json().texts("name").sorted()
    }
}
