// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// A directory that has shrunk stops the run with numbers, at the command line as well.
@Suite(.tags(.server), .requiresSamba) struct `A shrunken directory` {
    @Test func `stops the run with exit code 3, the numbers and the way out`() async throws {
        try await SambaDomainController.with { controller in
            try await controller.addTheUsualPeople()
            try await Installation.with(controller) { installation in
                let before = try await installation.prepare()
                for name in ["ana", "dan"] { try await controller.delete(name) }
                for arguments in [["sync"], ["sync", "--dry-run"], ["sync", "--accept-missing", "1"]] {
                    let stopped = try await installation.run(arguments)
                    #expect(stopped.code == 3 && stopped.output.isEmpty, "\(stopped.error)")
                    #expect(stopped.error.contains("2 of the 11 people known are missing"), "\(stopped.error)")
                    #expect(stopped.error.contains("sync --accept-missing 2"))
                }
                #expect(try await installation.facts() == before)

                let accepted = try await installation.run("sync", "--accept-missing", "2", "--output", "json")
                #expect(accepted.code == 2, "\(accepted.error)")
                #expect(try accepted.json()["observation"]?["gone"] == .number(2))
                #expect(try accepted.json()["done"]?.items == [], "a leaver is proposed, not disabled")
                #expect(try accepted.json()["waiting"]?.texts("name") == ["ana"])
                let refused = try await installation.run("approve", "dan")
                #expect(
                    refused.code == 1 && refused.error.contains("is no longer in the directory"), "\(refused.error)")
                let gone = try await installation.run("explain", "ana")
                // An ordinary account may not see tombstones.
                #expect(gone.code == 0 && gone.output.contains("Directory:    not found any more"), "\(gone.output)")
                // The proposal is taken up.
                try await installation.succeed("users", "disable", "ana")
                try await installation.succeed("sync")
            }
        }
    }

    @Test func `that shows nobody at all is not believed, whatever was accepted`() async throws {
        try await SambaDomainController.with { controller in
            try await controller.addTheUsualPeople()
            try await Installation.with(controller) { installation in
                let before = try await installation.prepare()
                // The account may no longer list or read anything of the containers where people are.
                let sid = try await controller.tool("user", "show", "svc-workmail", "--attributes=objectSid")
                    .split(separator: "\n").first { $0.hasPrefix("objectSid: ") }.map { $0.dropFirst(11) }
                let deny = "(D;CI;RPLCLORC;;;\(try #require(sid)))"
                for container in ["CN=Users", "OU=Domain Controllers"] {
                    try await controller.tool(
                        "dsacl", "set", "--objectdn=\(container),\(controller.baseDN)", "--sddl=\(deny)")
                }
                for arguments in [["sync"], ["sync", "--accept-missing", "1000"], ["sync", "--dry-run"]] {
                    let stopped = try await installation.run(arguments)
                    #expect(stopped.code == 3, "\(stopped.error) \(stopped.output)")
                    #expect(stopped.error.contains("shows no person at all"), "\(stopped.error)")
                    #expect(stopped.error.contains("workmail-sync doctor"))
                }
                let doctor = try await installation.run("doctor", "--output", "json")
                #expect(doctor.code == 1)
                #expect(try doctor.json().first("check", "read rights")?["verdict"]?.text == "failed")
                #expect(try await installation.facts() == before)
            }
        }
    }

    @Test func `with a server that dies and comes back nothing is lost`() async throws {
        try await SambaDomainController.with { controller in
            try await controller.addTheUsualPeople()
            try await Installation.with(controller) { installation in
                let before = try await installation.prepare()
                try await controller.kill()
                let away = try await installation.run("sync")
                #expect(away.code == 75 && away.error.contains(controller.url), "\(away.error)")
                #expect(try await installation.facts() == before)
                let runs = try await installation.run("status", "--output", "json").json()["runs"]
                #expect(runs?.items.first?["outcome"]?.text == "failed")
                try await controller.start()
                try await installation.succeed("sync")
            }
        }
    }
}
