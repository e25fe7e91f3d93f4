// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import WorkMail
import WorkMailEndpoint

extension `Accounts of a directory` {
    /// From the service, over its own protocol, into an organization of our own.
    @Suite struct `The way out of the hosted service` {
        @Test func `an export of it says what one of the organization behind it says, and is restored`() async throws {
            try await Self.withFurnished { installation in
                let here = try await installation.exported().map(Self.withoutFormerAddresses)
                try await installation.hosted { hosted in
                    let file = installation.folder + "/hosted.jsonl"
                    let written = try await hosted.run("export", "--to", file)
                    #expect(written.code == 0 && written.error.isEmpty, "\(written.error)")
                    let there = Installation.comparable(try String(contentsOfFile: file, encoding: .utf8))
                    #expect(there.dropFirst() == here.dropFirst())
                    let refused = try await hosted.run("import", file)
                    #expect(
                        refused.code == 1 && refused.error.contains("embedded organization only"), "\(refused.error)")

                    let target = installation.emptied
                    let restored = try await target.run("import", file)
                    #expect(restored.code == 0, "\(restored.error)")
                    let again = try await target.exported().map(Self.withoutFormerAddresses)
                    #expect(again.dropFirst() == here.dropFirst())
                    // What the service does not tell of a disabled mailbox is in the snapshot.
                    try await target.succeed("users", "enable", "bob")
                    let shown = try await target.run("users", "show", "bob", "--output", "json").json()
                    let sendsFrom = JSONValue.list([.text("robert@example.com"), .text("rob@example.com")])
                    #expect(shown["sendsFrom"] == sendsFrom, "\(shown)")
                }
            }
        }

        @Test func `what the service does not let us ask is named in every account`() async throws {
            try await Self.withFurnished { installation in
                try await installation.hosted {
                    $0.faults.denied = ["ListMailboxPermissions"]
                } _: { hosted in
                    let outcome = try await hosted.run("export")
                    #expect(
                        outcome.code == 1 && outcome.error.contains("not everything could be read"), "\(outcome.error)")
                    let lines = outcome.output.split(separator: "\n")
                    let named = lines.filter { $0.contains("permissions: ListMailboxPermissions: ") }
                    // Ana, and Bob whose mailbox is kept.
                    #expect(named.count == 2 && lines.last?.contains("\"unread\":2") == true, "\(outcome.output)")
                }
                try await installation.hosted {
                    $0.faults.denied = ["ListUsers"]
                } _: { hosted in
                    let file = installation.folder + "/none.jsonl"
                    let outcome = try await hosted.run("export", "--to", file)
                    #expect(outcome.code == 1, "\(outcome.error)")
                    #expect(!FileManager.default.fileExists(atPath: file))
                }
            }
        }

        @Test func `mailboxes are exported by its own jobs`() async throws {
            try await Self.withFurnished { installation in
                try await installation.hosted { hosted in
                    func start(_ user: String) async throws -> Outcome {
                        try await hosted.run(
                            "mailbox-export", "start", user, "--role-arn", "arn:aws:iam::111122223333:role/export",
                            "--kms-key-arn",
                            "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000",
                            "--bucket", "exports", "--prefix", user, "--yes", "--output", "json")
                    }
                    let started = try await start("ana")
                    #expect(started.code == 0, "\(started.error)")
                    let job = try started.json()["jobID"]
                    let again = try await start("ana")
                    #expect(try again.json()["jobID"] == job)
                    let listed = try await hosted.run("mailbox-export", "status", "--output", "json").json()
                    #expect(listed.items.map { $0["jobID"] } == [job])
                    let disabled = try await start("bob")
                    #expect(disabled.code == 1 && disabled.error.contains("EntityStateException"), "\(disabled.error)")
                    #expect(disabled.error.contains("exported while it is enabled"))
                    let cancelled = try await hosted.run("mailbox-export", "cancel", job?.text ?? "", "--yes")
                    #expect(cancelled.code == 0, "\(cancelled.error)")
                }
            }
        }

        private static func withFurnished(_ body: (Installation) async throws -> Void) async throws {
            try await Installation.withPeople { installation in
                try await installation.succeed("email", "add", "ana", "press")
                try await installation.succeed("email", "add", "bob", "rob")
                try await installation.succeed("quota", "set", "ana", "2048")
                try await installation.succeed("permissions", "grant", "ana", "bob", "--send-as")
                try await installation.succeed("devices", "block", "ana", "PHONE1")
                try await installation.succeed("users", "disable", "bob", "--reason", "left")
                try await body(installation)
            }
        }

        /// The service has no operation that tells them.
        private static func withoutFormerAddresses(_ line: String) -> String {
            line.replacing(/"formerEmail":"[^"]*",/, with: "").replacing(
                /"formerAliases":\[[^\]]*\]/, with: "\"formerAliases\":[]")
        }
    }
}
