// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import WorkMail

extension `Accounts of a WorkMail directory` {
    /// An export of everything, restored into an organization of its own, is the same export.
    @Suite struct `There and back` {
        @Test func `an export of a restored export is the same`() async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.furnish(plain: 1_000)
                let file = installation.folder + "/organization.jsonl"
                let written = try await installation.run("export", "--to", file)
                #expect(written.code == 0 && written.output.isEmpty && written.error.isEmpty, "\(written.error)")
                let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? NSNumber
                #expect(mode?.intValue == 0o600)
                let text = try String(contentsOfFile: file, encoding: .utf8)
                let lines = Installation.comparable(text)
                #expect(try await installation.exported() == lines, "two exports differ only in the moment")

                let target = installation.emptied
                let dry = try await target.run("import", file, "--dry-run")
                #expect(dry.code == 0 && dry.output.contains("possible; nothing was done"), "\(dry.error)")
                #expect(!FileManager.default.fileExists(atPath: installation.folder + "/restored.db"))
                #expect(!FileManager.default.fileExists(atPath: installation.folder + "/restored-state.db"))
                let restored = try await target.run("import", file)
                #expect(restored.code == 0, "\(restored.error)")
                #expect(restored.output.contains("people have no password yet"), "\(restored.output)")
                let again = try await target.exported()
                #expect(again.count == lines.count)
                for (old, new) in zip(lines, again) where old != new { Issue.record("\(old)\n\(new)") }
                // Everything that an organization can have is in it, or the comparison would say little.
                for part in [
                    "\"state\":\"DELETED\"", "\"role\":\"SYSTEM_USER\"", "\"role\":\"RESOURCE\"", "\"snapshot\":{",
                    "\"formerEmail\":\"bob@example.com\"", "\"formerEmail\":\"dan@example.com\"",
                    "\"formerEmail\":\"closed@example.com\"", "\"formerAliases\":[\"robert@example.com\"]",
                    "\"createdHere\":true", "\"effect\":\"DENY\"", "\"rights\":[\"FULL_ACCESS\",\"SEND_AS\"]",
                    "\"hiddenFromGlobalAddressList\":true", "\"type\":\"GROUP\"", "mailboxDeprovisionedDate",
                ] { #expect(text.contains(part), "\(part)") }
                #expect(!text.lowercased().contains("password") && !text.contains("hash"))
            }
        }

        @Test func `a restored organization gives back what the first one would have given back`() async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.furnish(plain: 3)
                let target = installation.emptied
                #expect(try await installation.shell("\"$0\" export | tee export.jsonl >/dev/null").code == 0)
                let file = installation.folder + "/export.jsonl"
                let restored = try await target.run(
                    Installation.program, ["import", "-", "--output", "json"],
                    input: try String(contentsOfFile: file, encoding: .utf8))
                #expect(restored.code == 0, "\(restored.error)")
                #expect(try restored.json()["withoutPassword"]?.number == 4)
                try await target.succeed("users", "enable", "bob")
                try await target.succeed("users", "enable", "dan")
                let shown = try await target.run("users", "show", "bob", "--output", "json").json()
                #expect(shown["quotaMegabytes"] == .number(1024))
                #expect(shown["sendsFrom"] == .list([.text("bob@example.com"), .text("robert@example.com")]))
                let rights = try await target.run("permissions", "list", "bob", "--output", "json").json()
                #expect(rights.first("grantee", "ana")?["permissions"] == .list([.text("FULL_ACCESS")]))
                let groups = try await target.run("groups", "list", "--output", "json").json()
                let closed = try #require(groups.first("name", "Closed"))
                let organization = try target.organization()
                let id = EntityID(closed["id"]?.text ?? "")
                try await organization.registerToWorkMail(id, email: EmailAddress("closed@example.com"))
                #expect(
                    try await organization.listAliases(id).map(\.text).sorted() == [
                        "closed2@example.com", "closed@example.com",
                    ])
                let old = try await target.run("users", "enable", "old")
                #expect(old.code == 1 && old.error.contains("--new-mailbox"), "\(old.error)")
                let journal = try await target.run("audit", "list", "--operation", "Import", "--output", "json").json()
                #expect(journal.texts("result") == ["done"])
                try await target.succeed("audit", "verify")
            }
        }
    }
}

extension `Accounts of a directory` {
    @Suite struct `There and back with a directory` {
        @Test func `people, decisions and links come back, and the next sync has nothing to do`() async throws {
            try await Installation.withPeople { installation in
                try await installation.succeed("email", "add", "ana", "press")
                try await installation.succeed("quota", "set", "ana", "2048")
                try await installation.succeed("permissions", "grant", "ana", "bob", "--send-as")
                try await installation.succeed("users", "disable", "bob", "--reason", "left")
                #expect(try await installation.run("sync").code != 1)
                let lines = try await installation.exported()
                let text = lines.joined(separator: "\n")
                for part in [
                    "\"verdict\":\"approved\"", "\"verdict\":\"rejected\"", "\"email\":\"robert@example.com\"",
                    "\"domain\":\"corp.example.com\"", "\"objectSid\":\"S-1-5-21-", "\"snapshot\":{",
                    "\"isSettled\":true",
                ] { #expect(text.contains(part), "\(part)") }
                let file = installation.folder + "/export.jsonl"
                try await installation.succeed("export", "--to", file)

                let target = installation.emptied
                let restored = try await target.run("import", file)
                #expect(restored.code == 0, "\(restored.error)")
                #expect(restored.output.contains("Passwords are the directory's."))
                let again = try await target.exported()
                for (old, new) in zip(lines, again) where old != new { Issue.record("\(old)\n\(new)") }
                #expect(again.count == lines.count)

                let before = try await installation.run("sync", "--dry-run", "--output", "json")
                let after = try await target.run("sync", "--dry-run", "--output", "json")
                #expect(after.code == before.code, "\(after.error)")
                #expect(try after.json()["planned"] == before.json()["planned"])
                #expect(try await target.run("sync").code == installation.run("sync").code)
            }
        }
    }
}
