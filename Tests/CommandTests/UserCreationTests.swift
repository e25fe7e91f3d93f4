// SPDX-License-Identifier: Apache-2.0
import Foundation
import PasswordPolicy
import TestSupport
import Testing
import WorkMail

extension `Accounts of a WorkMail directory` {
    /// `users create`: users of a WorkMail directory, with their mailboxes and passwords.
    @Suite struct `Creating users` {
        private static let password = "Lab-only 4711 ß"

        @Test func `asks for the password twice at the terminal, and shows nothing of it`() async throws {
            try await Installation.withOwnDirectory { installation in
                let create = ["users", "create", "info", "--first-name", "Re", "--last-name", "Ception"]
                let mismatch = try await installation.run(
                    create, atTerminalOf: 120,
                    typing: [
                        ("New password for info: ", Self.password + "\r"),
                        ("New password for info, again: ", Self.password + "!\r"),
                    ])
                #expect(
                    mismatch.code == 1 && mismatch.output.contains("the two are not the same"), "\(mismatch.output)")
                #expect(try await installation.run("users", "list").output == "Nobody.\n")
                let made = try await installation.run(
                    create, atTerminalOf: 120,
                    typing: [
                        ("New password for info: ", Self.password + "\r"),
                        ("New password for info, again: ", Self.password + "\r"),
                    ])
                #expect(
                    made.code == 0 && made.output.contains("1 mailbox was added; each is billed."), "\(made.output)")
                #expect(
                    !made.output.contains(Self.password.prefix(6)) && !mismatch.output.contains(Self.password.prefix(6))
                )
                let shown = try await installation.run("users", "show", "info", "--output", "json").json()
                #expect(shown["user"]?["state"]?.text == "ENABLED", "the mailbox is there at once")
                #expect(shown["user"]?["email"]?.text == "info@example.com")
                #expect(shown["user"]?["displayName"]?.text == "Re Ception")
                #expect(try await Self.verifies(Self.password, "info", installation))
                #expect(try installation.files(with: Self.password) == [])
                let journal = try await installation.run("audit", "list", "--output", "json").json()
                #expect(journal.items.compactMap { $0["operation"]?.text } == ["CreateUser", "RegisterToWorkMail"])
                #expect(Set(journal.texts("result")) == ["done"])
            }
        }

        @Test func `takes the password from a file descriptor, and refuses a weak one with every rule`() async throws {
            try await Installation.withOwnDirectory { installation in
                let create = ["users", "create", "info", "--password-fd", "3"]
                for (weak, words) in [
                    ("Aa1!", ["8"]), ("lowercaseonly", ["3"]), ("Good 4711 ☃", ["Latin"]),
                ] as [(String, [String])] {
                    let refused = try await installation.run(create, password: weak)
                    #expect(refused.code == 1, "\(weak)")
                    #expect(
                        refused.error.contains("the password for info: the policy of a WorkMail directory refuses it:"))
                    for word in words { #expect(refused.error.contains(word), "\(weak): \(refused.error)") }
                    #expect(refused.error.contains("nobody was created") && !refused.error.contains(weak))
                }
                #expect(try await installation.run("users", "list").output == "Nobody.\n")
                #expect(try await installation.run(create, password: Self.password).code == 0)
                #expect(try await Self.verifies(Self.password, "info", installation))
                #expect(try installation.files(with: Self.password) == [])
            }
        }

        @Test func `generates a password, shows it once, and it is the one`() async throws {
            try await Installation.withOwnDirectory { installation in
                let made = try await installation.run("users", "create", "info", "--generate", "--output", "json")
                #expect(made.code == 0, "\(made.error)")
                let user = try #require(try made.json().items.first)
                let password = try #require(user["password"]?.text)
                #expect(user.keys == ["user", "displayName", "email", "id", "password", "isCreated"])
                #expect(try await Self.verifies(password, "info", installation))
                #expect(try installation.files(with: password) == [])
                for words in [["users", "show", "info"], ["audit", "export"], ["explain", "info"]] {
                    #expect(!(try await installation.run(words).output.contains(password)), "\(words)")
                }
            }
        }

        @Test func `by file hands passwords over in a new file of mode 0600, and in no other`() async throws {
            try await Installation.withOwnDirectory { installation in
                let people =
                    "user,displayName,firstName,lastName,email\ninfo,Reception,,,\nana,,Ana,Silva,a.silva@example.org\n"
                let file = try installation.write(people.utf8, to: "people.csv")
                let handOver = installation.folder + "/passwords.csv"
                let create = ["users", "create", "--from-file", file, "--generate", "--passwords-to", handOver]
                let there = try installation.write("precious".utf8, to: "passwords.csv")
                let refused = try await installation.run(create)
                #expect(refused.code == 1 && refused.error.contains("\(there): it exists already"), "\(refused.error)")
                #expect(try String(contentsOfFile: there, encoding: .utf8) == "precious")
                #expect(try await installation.run("users", "list").output == "Nobody.\n")
                try FileManager.default.removeItem(atPath: there)

                let made = try await installation.run(create + ["--output", "json"])
                #expect(made.code == 0, "\(made.error)")
                #expect(try made.json().texts("email") == ["a.silva@example.org", "info@example.com"])
                #expect(try made.json().items.allSatisfy { $0["password"] == nil }, "not shown as well")
                let mode = try FileManager.default.attributesOfItem(atPath: handOver)[.posixPermissions] as? NSNumber
                #expect(mode?.intValue == 0o600)
                let lines = try String(contentsOfFile: handOver, encoding: .utf8).split(separator: "\n")
                #expect(lines.first == "user,email,password" && lines.count == 3)
                for line in lines.dropFirst() {
                    let fields = line.split(separator: ",").map { String($0) }
                    #expect(try await Self.verifies(fields[2], fields[0], installation))
                    #expect(try installation.files(with: fields[2]) == ["passwords.csv"])
                }
            }
        }

        @Test func `is all or nothing, and says what is taken`() async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.addMailboxes("taken")
                let before = try await installation.run("users", "list", "--output", "json").json()
                let people = """
                    user,displayName,email
                    good,,
                    taken,,other@example.com
                    second,,taken@example.com
                    third,,x@example.net
                    fourth,,good@example.com
                    good,,good2@example.com
                    fifth,,not an address

                    """
                let file = try installation.write(people.utf8, to: "people.csv")
                let refused = try await installation.run("users", "create", "--from-file", file, "--no-password")
                #expect(refused.code == 1)
                #expect(
                    refused.error.contains("\(file), line 8: fifth cannot have “not an address”"), "\(refused.error)")
                try installation.write(people.replacing("fifth,,not an address\n", with: "").utf8, to: "people.csv")
                let all = try await installation.run("users", "create", "--from-file", file, "--no-password")
                for words in [
                    "nothing was done: 5 problems:", "line 3: taken is the name of a user already",
                    "line 4: second cannot get taken@example.com: it belongs to user taken",
                    "line 5: third cannot get x@example.net: the organization has no domain example.net; it has example.com, example.org",
                    "line 6: fourth cannot get good@example.com: good is to get it too",
                    "line 7: good is to be created twice",
                ] { #expect(all.error.contains(words), "\(words): \(all.error)") }
                #expect(all.code == 1)
                #expect(try await installation.run("users", "list", "--output", "json").json() == before)
                #expect(try await installation.run("audit", "list", "--output", "json").json() == .list([]))
            }
        }

        private static func verifies(_ password: String, _ name: String, _ installation: Installation) async throws
            -> Bool
        {
            let shown = try await installation.run("users", "show", name, "--output", "json").json()
            let id = EntityID(shown["user"]?["id"]?.text ?? "")
            return try await installation.organization().verifies(Password(utf8: Array(password.utf8)), of: id)
        }
    }
}

extension `Accounts of a directory` {
    @Suite struct `Users created beside a directory's people` {
        @Test func `are nobody's orphans, and nobody of the directory is taken for them`() async throws {
            try await Installation.with { installation in
                let installation = installation.changing(["directory.kind": "workmail"])
                try await installation.succeed("sync")
                try await installation.succeed("users", "create", "info", "--no-password")
                // As the service's console makes them: nobody here knows of it.
                try await installation.addMailboxes("stranger")
                try await installation.succeed("approve", "ana")
                let run = try await installation.run("sync", "--output", "json")
                #expect(run.code == 0, "\(run.error)")
                #expect(try run.json()["orphans"]?.texts("name") == ["stranger"], "\(run.output)")
                #expect(try run.json()["done"]?.texts("new").contains("ana@example.com") == true, "\(run.output)")
                let list = try await installation.run("users", "list", "--state", "enabled", "--output", "json").json()
                #expect(list.texts("name") == ["ana", "info", "stranger"])
                let taken = try await installation.run("users", "create", "ana", "--no-password")
                #expect(taken.code == 1 && taken.error.contains("ana@example.com"), "\(taken.error)")
            }
        }
    }
}
