// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// The main job as an administrator types it, with the real binary in front of a real domain controller. Every command
/// speaks JSON here, which a script of somebody else's depends on: so its keys are written out.
@Suite(.tags(.server), .requiresSamba, .sharedController) struct `The main job at the command line` {
    @Test func `from doctor to a second run that finds nothing`() async throws {
        try await Installation.with { installation in
            let findings = try await installation.run("doctor", "--output", "json")
            #expect(findings.code == 0, "\(findings.error)")
            // A directory hides what was deleted until its administrator allows otherwise.
            let warned = try findings.json().items.filter { $0["verdict"]?.text != "ok" }
            #expect(warned.map { $0["check"]?.text } == ["deleted objects"], "\(findings.output)")
            for step in ["DNS", "TCP", "TLS", "bind", "read rights", "paging", "clock", "state", "organization"] {
                #expect(try findings.json().first("check", step) != nil, "\(step)")
            }
            let rehearsal = try await installation.run("sync", "--dry-run", "--output", "json")
            #expect(rehearsal.code == 0 && rehearsal.error.isEmpty)
            #expect(try rehearsal.json()["dryRun"] == .bool(true))
            #expect(try rehearsal.json()["candidates"] == .number(7))
            #expect(try installation.files() == ["home", "workmail-sync.yaml"], "looking leaves no file")
            #expect(try FileManager.default.contentsOfDirectory(atPath: installation.folder + "/home").isEmpty)

            let first = try await installation.run("sync", "--output", "json")
            #expect(first.code == 0 && first.error.isEmpty)
            #expect(
                try first.json().keys == [
                    "dryRun", "observation", "candidates", "excluded", "planned", "mailboxesAdded", "estimatedSeconds",
                    "done", "failed", "skipped", "waiting", "orphans",
                ])
            #expect(try first.json()["done"]?.items == [])
            let candidates = try await installation.run("candidates", "--output", "json").json()
            // tom has an unusable address and the service account none: both could get one, so they are shown.
            let names = ["ana", "bob", "cem", "dan", "eve", "one", "svc-workmail", "tom", "two"]
            #expect(candidates.texts("sAMAccountName") == names)
            #expect(
                candidates.first("sAMAccountName", "ana")?.keys
                    == ["objectGUID", "sAMAccountName", "userPrincipalName", "dn", "address"])
            #expect(candidates.first("sAMAccountName", "tom")?["exclusion"]?.text == "unusableAddress")

            let people = "user,email\ncem,\ndan,daniel@example.com\n"
            let file = try installation.write(people.utf8, to: "people.csv")
            let byName = try await installation.run("approve", "ana", "--output", "json")
            #expect(try byName.json().items.first?["email"]?.text == "ana@example.com")
            #expect(
                try byName.json().items.first?.keys == ["objectGUID", "user", "name", "verdict", "email", "by", "at"])
            let byAddress = try await installation.run("approve", "bob@example.com", "--email", "robert@example.com")
            let byFile = try await installation.run("approve", "--from-file", file)
            let byPipe = try await installation.run("approve", "--from-file", "-", input: "user\none@example.invalid\n")
            #expect([byName, byAddress, byFile, byPipe].map(\.code) == [0, 0, 0, 1])
            let rejected = try await installation.run("reject", "tom", "--reason", "a robot", "--output", "json")
            #expect(try rejected.json().items.first?["reason"]?.text == "a robot")

            let planned = try await installation.run("sync", "--dry-run", "--output", "json")
            #expect(planned.code == 2, "there is something to do")
            #expect(try planned.json()["mailboxesAdded"] == .number(4))
            #expect(try planned.json()["done"]?.items == [])
            let second = try await installation.run("sync", "--output", "json")
            #expect(second.code == 0)
            #expect(
                try second.json()["done"]?.texts("new")
                    == ["ana@example.com", "cem@example.com", "daniel@example.com", "robert@example.com"])
            #expect(
                try second.json()["done"]?.items.first?.keys
                    == ["operation", "objectGUID", "label", "entityID", "new", "reason"])
            let third = try await installation.run("sync", "--output", "json")
            #expect(third.code == 0)
            #expect(try third.json()["planned"]?.items == [])
            #expect(try third.json()["done"]?.items == [])
            #expect(try third.json()["observation"]?["rowsWritten"] == .number(0))
            #expect(try await installation.run("sync").output.contains("Nothing to change: everything is in step."))

            let enabled = try await installation.run("users", "list", "--state", "enabled", "--output", "json").json()
            #expect(enabled.texts("name") == ["ana", "bob", "cem", "dan"])
            #expect(
                enabled.items.first?.keys == ["id", "name", "displayName", "email", "state", "role", "enabledDate"])
            let bob = try await installation.run("users", "show", "robert@example.com", "--output", "json").json()
            #expect(bob["user"]?["name"]?.text == "bob" && bob["sendsFrom"]?.items.count == 1)
            #expect(
                bob.keys == [
                    "user", "aliases", "sendsFrom", "quotaMegabytes", "sizeMegabytes", "usedPercent", "profile",
                    "hiddenFromGlobalAddressList", "owners",
                ])
            let explanation = try await installation.run("explain", "bob", "--output", "json").json()
            #expect(
                explanation.keys == [
                    "candidate", "presence", "decision", "mailbox", "next", "waiting", "sameAddress", "sameName",
                    "journal",
                ])
            #expect(explanation["decision"]?["verdict"]?.text == "approved")
            #expect(explanation["mailbox"]?["email"]?.text == "robert@example.com")
            #expect(explanation["journal"]?.items.count == 3, "decision, intent, outcome")
        }
    }

    @Test func `a mailbox is taken away and given back at once, and the next run agrees`() async throws {
        try await Installation.with { installation in
            try await installation.succeed("sync")
            let given = try await installation.run("users", "enable", "ana", "--email", "a@example.com")
            #expect(given.code == 0 && given.output.contains("1 mailbox was added") && !given.output.hasPrefix("\n"))
            let taken = try await installation.run(
                "users", "disable", "ana", "--reason", "on leave", "--output", "json")
            #expect(taken.code == 0)
            #expect(try taken.json()["done"]?.texts("operation") == ["DeregisterFromWorkMail"])
            #expect(try taken.json()["observation"] == nil, "the directory is not asked")
            #expect(try await installation.run("users", "disable", "ana").code == 1, "nothing left to disable")
            try await installation.succeed("sync")
            try await installation.succeed("users", "enable", "ana", "--email", "a@example.com")
            let shown = try await installation.run("users", "show", "ana", "--output", "json").json()
            #expect(shown["user"]?["state"]?.text == "ENABLED" && shown["user"]?["email"]?.text == "a@example.com")
            let status = try await installation.run("status", "--output", "json")
            #expect(
                try status.json().keys == [
                    "organization", "organizationState", "enabledMailboxes", "endingMailboxes", "candidates",
                    "undecided", "present",
                    "gone", "excluded", "issues", "runs", "tracking", "isServiceRunning",
                ])
            #expect(try status.json()["enabledMailboxes"] == .number(1))
            #expect(try status.json()["runs"]?.items.count == 2, "runs are runs, not commands")
        }
    }

    @Test func `somebody who waits makes the exit code 2 and is told why`() async throws {
        try await Installation.with { installation in
            try await installation.succeed("sync")
            // The address belongs to eve in the directory, so that two claim it.
            try await installation.succeed("approve", "eve")
            try await installation.succeed("approve", "ana", "--email", "eve@example.com")
            let run = try await installation.run("sync", "--output", "json")
            #expect(run.code == 2)
            #expect(try run.json()["waiting"]?.texts("name") == ["ana", "eve"])
            #expect(
                try run.json()["waiting"]?.items.first?.keys
                    == ["objectGUID", "name", "label", "intention", "waitsFor", "remedy"])
            let atOnce = try await installation.run("users", "enable", "ana", "--email", "eve@example.com")
            #expect(atOnce.code == 2 && atOnce.output.contains("is claimed by"))
            #expect(try await installation.run("users", "list", "--state", "enabled").output == "Nobody.\n")
        }
    }

    @Test func `before the first run nobody is said to be decided about`() async throws {
        try await Installation.with { installation in
            let candidates = try await installation.run("candidates")
            #expect(candidates.code == 0 && candidates.output == "Nobody is known yet: workmail-sync sync\n")
            #expect(try await installation.run("candidates", "--output", "json").json() == .list([]))
            #expect(try await installation.run("status").output.contains("No run yet: workmail-sync sync"))
        }
    }

    @Test func `the person behind sudo is in the journal, and nothing else of their name`() async throws {
        try await Installation.with { installation in
            try await installation.succeed("sync")
            try await installation.succeed("approve", "ana", environment: ["SUDO_USER": "alice"])
            try await installation.succeed("approve", "bob", environment: ["SUDO_USER": "a\u{1B}[2J\nl"])
            try await installation.succeed("users", "enable", "cem", environment: ["SUDO_USER": "alice"])
            let ana = try await installation.run("explain", "ana", "--output", "json").json()
            #expect(ana["decision"]?["by"]?.text == "alice (root through sudo)")
            #expect(ana["journal"]?.items.first?.text?.hasSuffix("by alice (root through sudo)") == true)
            let bob = try await installation.run("explain", "bob", "--output", "json").json()
            #expect(bob["decision"]?["by"]?.text == "a\\u{1B}[2J\\nl (root through sudo)")
            #expect(try await installation.run("explain", "cem").output.contains("by alice (root through sudo)"))
        }
    }
}

extension Installation {
    /// The names of the files in the folder.
    func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }
}
