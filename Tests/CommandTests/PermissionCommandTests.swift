// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

extension `Accounts of a directory` {
    /// `permissions`: who else may use a mailbox.
    @Suite struct `Permissions at the command line` {
        @Test func `are granted to users and to the domain's groups, and add to what is there`() async throws {
            try await Installation.withPeople { installation in
                try await installation.succeed("permissions", "grant", "ana", "bob", "--send-as")
                let more = try await installation.run(
                    "permissions", "grant", "ana", "bob", "--full-access", "--output", "json")
                #expect(more.code == 0, "\(more.error)")
                let bob = try await Self.list(installation).first("grantee", "bob")
                #expect(bob?["permissions"] == .list([.text("FULL_ACCESS"), .text("SEND_AS")]))
                let again = try await installation.run("permissions", "grant", "ana", "bob", "--full-access")
                #expect(again.code == 0 && again.output.contains("it is so already"))

                let groups = try await installation.run("groups", "list", "--output", "json").json()
                #expect(groups.texts("name") == ["Sales Team"], "they come with the sync: \(groups.texts("name"))")
                let group = try await installation.run(
                    "permissions", "grant", "ana", "sales team", "--send-as", "--send-on-behalf")
                #expect(group.code == 0, "\(group.error)")
                let listed = try await Self.list(installation)
                #expect(listed.first("grantee", "Sales Team")?["type"]?.text == "GROUP")
                #expect(
                    listed.first("grantee", "Sales Team")?["permissions"]
                        == .list([.text("SEND_AS"), .text("SEND_ON_BEHALF")]))
                #expect(
                    try await installation.run("permissions", "list", "ana").output.contains("FULL_ACCESS, SEND_AS"))
            }
        }

        @Test(
            "are refused with the reason",
            arguments: [
                (
                    ["ana", "Sales Team", "--full-access"],
                    "ana: cannot give FULL_ACCESS to the group Sales Team: only users can have it"
                ),
                (["ana", "ana", "--send-as"], "ana: has every right on the own mailbox already"),
                (["ana", "nobody", "--send-as"], "“nobody”"),
                (["dan", "ana", "--send-as"], "dan: is DISABLED: only an ENABLED user has a mailbox to edit"),
            ] as [([String], String)])
        func refused(arguments: [String], words: String) async throws {
            try await Installation.withPeople { installation in
                let outcome = try await installation.run(["permissions", "grant"] + arguments)
                #expect(outcome.code == 1 && outcome.error.contains(words), "\(outcome.error)")
                try await installation.expectUnchanged()
            }
        }

        @Test func `are taken one by one, and all of them only after a yes`() async throws {
            try await Installation.withPeople { installation in
                let file = "user,grantee,permissions\nana,bob,FULL_ACCESS+SEND_AS\nana,Sales Team,send_as\n"
                let bad = try installation.write((file + "ana,bob,READ\n").utf8, to: "bad.csv")
                let refused = try await installation.run("permissions", "grant", "--from-file", bad)
                #expect(refused.code == 1)
                #expect(
                    refused.error.contains(
                        "\(bad), line 4, column permissions: “READ” for “bob” is not FULL_ACCESS, SEND_AS"),
                    "\(refused.error)")
                #expect(try await Self.list(installation) == .list([]))
                let path = try installation.write(file.utf8, to: "rights.csv")
                try await installation.succeed("permissions", "grant", "--from-file", path)

                let one = try await installation.run("permissions", "revoke", "ana", "bob", "--send-as")
                #expect(one.code == 0, "\(one.error)")
                #expect(
                    try await Self.list(installation).first("grantee", "bob")?["permissions"]
                        == .list([.text("FULL_ACCESS")]))
                let none = try await installation.run("permissions", "revoke", "ana", "bob", "--send-as")
                #expect(none.code == 1 && none.error.contains("ana: has given bob no such right"), "\(none.error)")

                let question = "Take all rights on the mailbox of ana from 2 users and groups?"
                let unasked = try await installation.run("permissions", "revoke-all", "ana")
                #expect(unasked.code == 64 && unasked.error.contains(question), "\(unasked.error)")
                let no = try await installation.run(
                    ["permissions", "revoke-all", "ana"], atTerminalOf: 100, typing: [("[y/N] ", "n\r")])
                #expect(no.code == 1 && no.output.contains(question))
                #expect(try await Self.list(installation).items.count == 2)
                let yes = try await installation.run(
                    ["permissions", "revoke-all", "ana"], atTerminalOf: 100, typing: [("[y/N] ", "y\r")])
                #expect(yes.code == 0, "\(yes.output)")
                #expect(
                    try await installation.run("permissions", "list", "ana").output
                        == "Nobody but ana may use this mailbox.\n")
            }
        }

        private static func list(_ installation: Installation) async throws -> JSONValue {
            try await installation.run("permissions", "list", "ana", "--output", "json").json()
        }
    }
}
