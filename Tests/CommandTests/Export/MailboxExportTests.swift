// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import WorkMail

extension `Accounts of a WorkMail directory` {
    /// `mailbox-export`: the service's own jobs.
    @Suite struct `Exports of mailboxes` {
        private func arguments(_ user: String, prefix: String? = nil) -> [String] {
            [
                "mailbox-export", "start", user, "--role-arn", "arn:aws:iam::111122223333:role/export", "--kms-key-arn",
                "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000", "--bucket", "exports",
                "--prefix", prefix ?? user, "--yes",
            ]
        }

        @Test func `are started once, shown, and cancelled`() async throws {
            try await Installation.withOwnDirectory { installation in
                let ids = try await installation.addMailboxes("ana", "bob")
                let asked = try await installation.run(Array(arguments("ana").dropLast()))
                #expect(asked.code == 64 && asked.error.contains("add --yes"), "\(asked.error)")
                let started = try await installation.run(arguments("ana") + ["--output", "json"])
                #expect(started.code == 0, "\(started.error)")
                let job = try #require(try started.json()["jobID"]?.text)
                #expect(try started.json()["entityID"]?.text == ids[0].value)
                #expect(try started.json()["user"]?.text == "ana")
                // Typed again because nobody saw the answer: the same job.
                let again = try await installation.run(arguments("ana") + ["--output", "json"])
                #expect(try again.json()["jobID"]?.text == job)
                let other = try await installation.run(arguments("ana", prefix: "elsewhere"))
                #expect(
                    other.code == 1 && other.error.contains("one of a mailbox is started in 24 hours"), "\(other.error)"
                )
                let text = try await installation.run(arguments("bob")).output
                #expect(text.contains("Contacts and tasks are not part of it."), "\(text)")
                #expect(text.contains("keeps no messages: nothing is written into the bucket"), "\(text)")

                let listed = try await installation.run("mailbox-export", "status", "--output", "json").json()
                #expect(listed.texts("user") == ["ana", "bob"] && listed.texts("bucket") == ["exports", "exports"])
                let shown = try await installation.run("mailbox-export", "status", job).output
                #expect(shown.contains("arn:aws:iam::111122223333:role/export"), "\(shown)")
                let cancelled = try await installation.run("mailbox-export", "cancel", job, "--yes", "--output", "json")
                #expect(try cancelled.json()["state"]?.text == "CANCELLED", "\(cancelled.error)")
                let journal = try await installation.run("audit", "list", "--output", "json").json()
                #expect(
                    journal.items.compactMap { $0["operation"]?.text } == [
                        "StartMailboxExportJob", "StartMailboxExportJob", "StartMailboxExportJob",
                        "StartMailboxExportJob", "CancelMailboxExportJob",
                    ])
                #expect(journal.items.count { $0["result"]?.text == "done" } == 4)
            }
        }

        @Test func `ten at a time, of users with a mailbox, and known jobs only`() async throws {
            try await Installation.withOwnDirectory { installation in
                let names = (1...11).map { "user\($0)" }
                for name in names { try await installation.addMailboxes(name) }
                for name in names.dropLast() { try await installation.succeed(arguments(name)) }
                let refused = try await installation.run(arguments("user11"))
                #expect(refused.code == 1 && refused.error.contains("10 exports run at a time"), "\(refused.error)")
                try await installation.succeed("users", "disable", "user11")
                let disabled = try await installation.run(arguments("user11"))
                #expect(disabled.code == 1 && disabled.error.contains("EntityStateException"), "\(disabled.error)")
                for command in ["status", "cancel"] {
                    let unknown = try await installation.run("mailbox-export", command, "no-such-job")
                    #expect(unknown.code == 1 && unknown.error.contains("last 7 days"), "\(unknown.error)")
                }
                let nobody = try await installation.run(arguments("nobody"))
                #expect(nobody.code == 1)
                var wrong = arguments("user1")
                wrong[4] = "role"
                #expect(try await installation.run(wrong).code == 64)
            }
        }
    }
}
