// SPDX-License-Identifier: Apache-2.0
import Foundation
import Subprocess
import TestSupport
import Testing

/// Personal data behind an AD Connector: changed in the domain by an administrator of it, who is nobody of ours.
@Suite(.tags(.server), .requiresSamba, .sharedController) struct `A change that is delegated to the directory` {
    @Test func `is made under the administrator's own name, and comes into the organization at once`() async throws {
        try await Department.with { department, installation in
            let (ana, helpdesk) = (department.person, department.helpdesk)
            let change = [
                "users", "set", ana, "--job-title", "Head", "--display-name", "Ana S.", "--telephone", "+351 21 1",
                "--delegate", "--as", helpdesk, "--as-password-fd", "3",
            ]
            let before = try installation.databases()
            let rehearsal = try await installation.run(
                ["users", "set", ana, "--job-title", "Head", "--delegate", "--as", helpdesk, "--dry-run"])
            #expect(rehearsal.code == 0 && rehearsal.output.contains("title: Clerk → Head"), "\(rehearsal.output)")
            #expect(try await department.title() == "Clerk")
            #expect(try installation.databases() == before)

            let made = try await installation.run(change + ["--output", "json"], password: Department.password)
            #expect(made.code == 0, "\(made.error)")
            let document = try #require(try made.json().items.first)
            #expect(document["isDone"] == .bool(true))
            #expect(document["attributes"]?.texts("attribute") == ["displayName", "telephoneNumber", "title"])
            #expect(document["attributes"]?.first("attribute", "title")?["present"]?.text == "Clerk")
            #expect(try await department.title() == "Head")
            #expect(try await department.value(of: "displayName") == "Ana S.")
            #expect(try await department.value(of: "telephoneNumber") == "+351 21 1")

            // Without another run: the person was read again, as the service account.
            let shown = try await installation.run("users", "show", ana, "--output", "json").json()
            #expect(shown["user"]?["displayName"]?.text == "Ana S.", "\(shown)")
            #expect(
                shown["profile"]?["JobTitle"]?.text == "Head" && shown["profile"]?["Telephone"]?.text == "+351 21 1")
            let again = try await installation.run(change, password: Department.password)
            #expect(again.code == 0 && again.output.contains("the directory has these values already"))

            let records = try await installation.run("audit", "list", "--user", ana, "--output", "json").json()
            let record = try #require(records.first("operation", "ModifyDirectory"))
            #expect(record["result"]?.text == "done")
            #expect(record["by"]?.text?.hasSuffix("in the directory as \(helpdesk)") == true)
            #expect(record["old"]?.text?.contains("Clerk") == true && record["new"]?.text?.contains("Head") == true)
            try await installation.succeed("audit", "verify")

            // Nowhere, neither now nor where SQLite keeps what has not been written into the file yet.
            for outcome in [rehearsal, made, again] {
                #expect(!outcome.output.contains(Department.password) && !outcome.error.contains(Department.password))
            }
            #expect(try installation.files(with: Department.password) == [])
        }
    }

    @Test func `of several people by file is made for each, and the next run carries what others changed`() async throws
    {
        try await Department.with { department, installation in
            let file = "user,jobTitle,telephone\n\(department.person),Head,\n\(department.other),Clerk,+351 2\n"
            let path = try installation.write(file.utf8, to: "people.csv")
            let made = try await installation.run(
                [
                    "users", "set", "--from-file", path, "--delegate", "--as", department.helpdesk, "--as-password-fd",
                    "3",
                ], password: Department.password)
            #expect(made.code == 0 && made.output.contains("2 of 2 people changed."), "\(made.output) \(made.error)")
            #expect(try await department.title() == "Head")
            #expect(try await department.value(of: "telephoneNumber", other: true) == "+351 2")

            // By hand, as the LDIF says it.
            let ldif = try await installation.run(
                "users", "set", department.person, "--job-title", "Boss", "--clear", "telephone", "--ldif",
                installation.folder + "/change.ldif")
            #expect(ldif.code == 0, "\(ldif.error)")
            let text = try String(contentsOfFile: installation.folder + "/change.ldif", encoding: .utf8)
            #expect(text.contains("delete: title\ntitle: Head\n-\nadd: title\ntitle: Boss\n-\n"))
            try await department.controller.modify(ldif: text)
            #expect(try await department.title() == "Boss")
            let twice = await #expect(throws: LabFailure.self) { try await department.controller.modify(ldif: text) }
            #expect(twice?.message.contains("No such attribute") == true, "\(String(describing: twice))")

            func shown() async throws -> String? {
                let shown = try await installation.run("users", "show", department.person, "--output", "json").json()
                return shown["profile"]?["JobTitle"]?.text
            }
            #expect(try await shown() == "Head", "nobody has told the organization")
            try await installation.succeed("sync")
            #expect(try await shown() == "Boss")
        }
    }

    @Test func `is refused by the directory to whom it gives no right, and nothing is changed`() async throws {
        try await Department.with { department, installation in
            let set = ["users", "set", department.person, "--job-title", "Head", "--department", "Sales", "--delegate"]
            let helpdesk = try await installation.run(
                set + ["--as", department.helpdesk, "--as-password-fd", "3", "--output", "json"],
                password: Department.password)
            #expect(helpdesk.code == 1)
            let document = try #require(try helpdesk.json().items.first)
            #expect(document["isDone"] == .bool(false))
            let error = try #require(document["error"]?.text)
            #expect(error.hasPrefix("the administrator may not write department ("), "only that: \(error)")
            #expect(document["remedy"]?.text?.contains("use an account that may") == true)
            #expect(try await department.title() == "Clerk", "the half that was allowed is not made either")

            let plain = try await installation.run(
                set + ["--as", department.plain, "--as-password-fd", "3"], password: Department.password)
            #expect(plain.code == 1 && plain.output.contains("may not write title, department ("), "\(plain.output)")
            #expect(plain.output.contains("0 of 1 people changed."))

            let wrong = try await installation.run(
                set + ["--as", department.helpdesk, "--as-password-fd", "3"], password: "Not 4711 that")
            #expect(wrong.code == 1 && wrong.error.contains(department.helpdesk), "\(wrong.error)")
            #expect(wrong.error.contains("password"), "\(wrong.error)")
            #expect(!wrong.error.contains("Not 4711 that"))

            #expect(try await department.title() == "Clerk")
            #expect(try await department.value(of: "department") == nil)
            let shown = try await installation.run("users", "show", department.person, "--output", "json").json()
            #expect(shown["profile"]?["JobTitle"]?.text == "Clerk")
            let journal = try await installation.run(
                "audit", "list", "--operation", "ModifyDirectory", "--output", "json")
            #expect(try journal.json().items.count == 2, "the attempts that reached the directory")
            let results = try journal.json().texts("result")
            #expect(
                results == [
                    "not made: no right to write department", "not made: no right to write title, department",
                ])
        }
    }

    @Test func `that was decided on an old value is refused with the new one, and can be decided anew`() async throws {
        try await Department.with { department, installation in
            try await department.controller.modify(
                ldif: "dn: \(department.dn)\nchangetype: modify\nreplace: title\ntitle: Deputy\n")
            let set = [
                "users", "set", department.person, "--job-title", "Head", "--delegate", "--as", department.helpdesk,
                "--as-password-fd", "3",
            ]
            let first = try await installation.run(set, password: Department.password)
            #expect(first.code == 1)
            #expect(
                first.output.contains("somebody changed it since: title is “Deputy” and not “Clerk”"), "\(first.output)"
            )
            #expect(try await department.title() == "Deputy")
            let second = try await installation.run(set, password: Department.password)
            #expect(second.code == 0 && second.output.contains("Deputy"), "\(second.output)")
            #expect(try await department.title() == "Head")
        }
    }

    @Test func `of two administrators at once is made by one, and the other is told`() async throws {
        try await Department.with { department, installation in
            // Each at a machine of their own, so that no lock of ours stands between them.
            try await Installation.with { other in
                let other = other.changing(["directory.kind": "ad-connector"])
                try await other.succeed("sync")
                func set(_ title: String, _ installation: Installation) async throws -> Outcome {
                    try await installation.run(
                        [
                            "users", "set", department.person, "--job-title", title, "--delegate", "--as",
                            department.helpdesk, "--as-password-fd", "3",
                        ], password: Department.password)
                }
                async let one = set("One", installation)
                async let two = set("Two", other)
                let outcomes = try await [one, two]
                let title = try #require(try await department.title())
                let winner = title == "One" ? 0 : 1
                #expect(outcomes.map(\.code) == (winner == 0 ? [0, 1] : [1, 0]), "\(title): \(outcomes)")
                let told = outcomes[1 - winner].output
                #expect(told.contains("somebody changed it since: title is “\(title)” and not “Clerk”"), "\(told)")
            }
        }
    }

    @Test func `asks for the password at the terminal, and shows nothing that is typed`() async throws {
        try await Department.with { department, installation in
            let outcome = try await installation.run(
                [
                    "users", "set", department.person, "--job-title", "Head", "--delegate", "--as",
                    department.helpdesk,
                ], atTerminalOf: 120,
                typing: [("Password of \(department.helpdesk): ", Department.password + "\r")])
            #expect(outcome.code == 0, "\(outcome.output) \(outcome.error)")
            #expect(outcome.output.contains("1 of 1 people changed."))
            #expect(!outcome.output.contains(Department.password))
            #expect(!outcome.output.contains(String(Department.password.prefix(6))), "not even a part of it")
            #expect(try await department.title() == "Head")
            let nobody = try await installation.shell(
                "setsid -w \"$0\" users set \(department.person) --job-title X --delegate --as \(department.helpdesk)")
            #expect(nobody.code == 64 && nobody.error.contains("there is no terminal to ask at"), "\(nobody.error)")
            #expect(try installation.files(with: Department.password) == [])
        }
    }
}
