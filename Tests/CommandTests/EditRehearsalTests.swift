// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

extension `Accounts of a directory` {
    /// `--dry-run` of the commands that edit: it says what would be done, and writes nothing.
    @Suite struct `A rehearsal of an edit` {
        @Test func `of a WorkMail directory's user writes nothing`() async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.addMailboxes("ana", "bob", "off")
                for words in [
                    ["users", "disable", "off"], ["email", "add", "ana", "further"],
                    ["devices", "rehearse", "ana", "Phone1"],
                    ["devices", "block", "ana", "Phone2"],
                    ["permissions", "grant", "ana", "bob", "--send-on-behalf", "--send-as"],
                    ["groups", "create", "Walkers"],
                ] { try await installation.succeed(words) }
                let before = try installation.databases()
                var commands = EditingCommand.editing("ana", grantee: "bob").map(\.words)
                commands = commands.map {
                    $0[0...1] == ["devices", "unblock"] ? ["devices", "unblock", "ana", "Phone2"] : $0
                }
                commands += [["users", "delete", "off"], ["users", "enable", "off"]]
                for words in commands {
                    // Nobody is asked for a yes to a rehearsal.
                    let words = words.filter { $0 != "--yes" } + ["--dry-run"]
                    let outcome = try await installation.run(words + ["--output", "json"])
                    #expect(outcome.code == 0, "\(words): \(outcome.error)")
                    #expect(try outcome.json()["dryRun"] == .bool(true), "\(words)")
                    #expect(try outcome.json()["planned"]?.items.isEmpty == false, "\(words): \(outcome.output)")
                    #expect(try outcome.json()["done"]?.items == [], "\(words)")
                }
                let text = try await installation.run("quota", "set", "ana", "bob", "1", "--dry-run").output
                #expect(text.contains("would do") && text.contains("2 calls to the organization, about "), "\(text)")
                let created = try await installation.run("users", "create", "new", "--generate", "--dry-run")
                #expect(created.code == 0 && created.output.contains("would create"), "\(created.error)")
                #expect(created.output.contains("1 mailbox would be added; each is billed."), "\(created.output)")
                for words in [["groups", "create", "Others"], ["groups", "delete", "Walkers"]] {
                    let outcome = try await installation.run(words + ["--dry-run"])
                    #expect(
                        outcome.code == 0 && outcome.output.contains("possible; nothing was done."), "\(outcome.error)")
                }
                let disabled = try await installation.run("users", "disable", "bob", "--dry-run", "--output", "json")
                #expect(disabled.code == 0, "\(disabled.error)")
                #expect(try disabled.json()["dryRun"] == .bool(true))
                #expect(try disabled.json()["planned"]?.texts("operation") == ["DeregisterFromWorkMail"])
                #expect(try installation.databases() == before)
            }
        }

        @Test func `of people of a directory writes nothing`() async throws {
            try await Installation.withPeople { installation in
                let before = try installation.databases()
                for (words, operation) in [
                    (["users", "enable", "dan"], "RegisterToWorkMail"),
                    (["users", "disable", "ana"], "DeregisterFromWorkMail"),
                    (["email", "set-primary", "ana", "first"], "UpdatePrimaryEmailAddress"),
                    (["quota", "set", "ana", "bob", "2048"], "UpdateMailboxQuota"),
                ] {
                    let outcome = try await installation.run(words + ["--dry-run", "--output", "json"])
                    #expect(try outcome.json()["dryRun"] == .bool(true), "\(words)")
                    let planned = try outcome.json()["planned"]?.texts("operation") ?? []
                    #expect(Set(planned) == [operation], "\(words): \(outcome.output)")
                    #expect(try installation.databases() == before, "\(words)")
                }
                let delegated = try await installation.run(
                    "users", "set", "ana", "--job-title", "Head", "--ldif", installation.folder + "/x.ldif", "--dry-run"
                )
                #expect(delegated.output.contains("title: (none) → Head"), "\(delegated.output)")
                #expect(try installation.databases() == before)
                #expect(!FileManager.default.fileExists(atPath: installation.folder + "/x.ldif"), "not even the LDIF")
            }
        }

        @Test func `is refused for the same reasons as the edit`() async throws {
            try await Installation.withPeople { installation in
                for (words, reason) in [
                    (["quota", "set", "ana", "0"], "cannot get a quota of 0 MB"),
                    (["email", "add", "ana", "robert@example.com"], "it belongs to user bob"),
                    (["devices", "wipe", "ana", "Phone9"], "has no device Phone9"),
                    (["groups", "create", "X"], "the owner is the directory"),
                    (["users", "disable", "dan"], "has no enabled mailbox; nobody was disabled"),
                ] {
                    let outcome = try await installation.run(words + ["--dry-run"])
                    #expect(outcome.code == 1 && outcome.error.contains(reason), "\(words): \(outcome.error)")
                }
                try await installation.expectUnchanged()
            }
        }
    }
}
