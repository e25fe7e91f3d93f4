// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// The service between two domain controllers of one domain.
@Suite(.tags(.server), .requiresSamba) struct `Two domain controllers` {
    @Test func `when one dies the service goes on with the other, and one that lags undoes nothing`() async throws {
        try await SambaDomainController.withTwo { first, second in
            for name in ["ana", "ben"] { try await first.addMailUser(name) }
            try await second.replicate(from: first)
            try await Installation.with(first) { original in
                let installation = original.changing([
                    "directory.url": nil, "directory.urls": "[\(first.url), \(second.url)]",
                    "service.socket": original.folder + "/control.sock",
                ])
                try await RunningDaemon.with(installation) { daemon in
                    #expect(daemon.count("following dc1") == 1, "\(daemon.said)")
                    #expect(try await installation.run("approve", "ana", "ben").code == 0)
                    try await daemon.says("RegisterToWorkMail", times: 2)

                    // The service's own logon is a change of its account, which comes over within seconds elsewhere.
                    try await second.replicate(from: first)
                    try await first.kill()
                    try await daemon.says("connected to dc2")
                    #expect(
                        daemon.count("not the preferred one; \(first.url):636 was tried first") == 1, "\(daemon.said)")
                    try await second.addMailUser("cem")
                    try await installation.lists("cem")
                    let asked = try await installation.run("sync")
                    #expect(asked.code == 0 && asked.output.contains("Asked \(second.url)"), "\(asked)")

                    // The first one is back, and knows nothing of Cem. It is preferred, but not for now.
                    try await first.start()
                    #expect(try await installation.run("sync").code == 0)
                    try await second.kill()
                    try await daemon.says("has not yet got all")
                    #expect(try await installation.run("sync").code == 75)
                    #expect(try await installation.run("candidates").output.contains("cem@example.com"))

                    try await second.start()
                    try await daemon.says("connected to dc2", times: 2, within: 60)
                    try await second.addMailUser("dia")
                    try await installation.lists("dia")
                    let users = try await installation.run("users", "list", "--state", "enabled", "--output", "json")
                    #expect(try users.json().texts("name") == ["ana", "ben"])
                }
            }
        }
    }
}
