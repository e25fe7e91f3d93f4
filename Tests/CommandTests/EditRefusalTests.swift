// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import WorkMail

extension `Accounts of a directory` {
    /// Users whom nobody edits: system users, resources, and who was deleted.
    @Suite struct `Who is never edited` {
        static let systemWords = "is a system user of the directory (SYSTEM_USER): nothing of it is edited"
        static let resourceWords = "is a room or a piece of equipment (RESOURCE): nothing of it is edited"
        static let deletedWords = "is DELETED: nothing of it can be edited any more"

        @Test func `a system user and a resource of a directory are refused by every editing command`() async throws {
            try await Installation.withPeople { installation in
                let room = EntityID("S-1-5-21-1-2-3-4711")
                var profile = MailProfile()
                profile.displayName = "Room 1"
                let organization = try installation.organization()
                try await organization.directoryHolds([
                    DirectorySourcedUser(id: room, name: "room1", role: .resource, profile: profile)
                ])
                let installation = installation.changing([
                    "directory.kind": "ad-connector", "ad_connector.mailbox_settings": "workmail",
                ])
                let before = try await Self.contents(installation)
                for (user, words) in [
                    ("krbtgt", Self.systemWords), ("room1", Self.resourceWords),
                ] {
                    for command in EditingCommand.editing(user, grantee: "bob") {
                        // Personal data is the directory's here, which has no such room.
                        if command.name.hasPrefix("users set"), words == Self.resourceWords { continue }
                        if command.name == "users set --hidden" { continue }
                        let outcome = try await installation.run(command.words)
                        #expect(outcome.code == 1 && outcome.output.isEmpty, "\(user), \(command): \(outcome.output)")
                        #expect(outcome.error.contains(words), "\(user), \(command): \(outcome.error)")
                    }
                    let disabled = try await installation.run("users", "disable", user)
                    #expect(disabled.code == 1 && disabled.error.contains(words), "\(disabled.error)")
                    for command in [["users", "enable", user], ["approve", user]] {
                        #expect(try await installation.run(command).code == 1, "\(command)")
                    }
                }
                #expect(try await Self.contents(installation) == before)
            }
        }

        @Test func `a deleted user is refused by every editing command`() async throws {
            try await Installation.withOwnDirectory { installation in
                let ids = try await installation.addMailboxes("ana", "bob")
                try await installation.succeed("users", "disable", "ana")
                let unasked = try await installation.run("users", "delete", "ana")
                #expect(unasked.code == 64)
                #expect(unasked.error.contains("Delete ana for good, with mailbox and addresses?"), "\(unasked.error)")
                let enabled = try await installation.run("users", "delete", "bob", "--yes")
                #expect(enabled.code == 1)
                #expect(
                    enabled.error.contains(
                        "bob: is ENABLED: disable it first (workmail-sync users disable); the mailbox is kept for 30 days"
                    ),
                    "\(enabled.error)")
                try await installation.succeed("users", "delete", "ana", "--yes")
                let before = try await Self.contents(installation)
                for command in EditingCommand.editing(ids[0].value, grantee: "bob") {
                    let outcome = try await installation.run(command.words)
                    #expect(
                        outcome.code == 1 && outcome.error.contains(Self.deletedWords), "\(command): \(outcome.error)")
                }
                for words in [
                    ["users", "delete", ids[0].value, "--yes"], ["users", "enable", ids[0].value],
                    ["users", "disable", ids[0].value],
                ] {
                    let outcome = try await installation.run(words)
                    #expect(
                        outcome.code == 1 && outcome.error.contains(Self.deletedWords), "\(words): \(outcome.error)")
                }
                let grantee = try await installation.run("permissions", "grant", "bob", ids[0].value, "--send-as")
                #expect(grantee.code == 1 && grantee.error.contains(Self.deletedWords), "\(grantee.error)")
                #expect(try await Self.contents(installation) == before)
            }
        }

        /// What the journal has, and what the organization has.
        private static func contents(_ installation: Installation) async throws -> [String] {
            [
                try await installation.run("audit", "export").output,
                try await installation.run("users", "list", "--output", "json").output,
                try await installation.run("candidates", "--output", "json").output,
            ]
        }
    }
}
