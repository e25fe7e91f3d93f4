// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

extension `Accounts of a directory` {
    /// Whose rules judge, how old they are, and what is said where they are not known.
    @Suite struct `Verdicts on passwords` {
        private static func check(
            _ installation: Installation, _ person: String, _ text: String, _ options: String...
        ) async throws -> (code: Int32, json: JSONValue) {
            let outcome = try await installation.run(
                Installation.program,
                ["password", "check", person, "--password-fd", "0", "--output", "json"] + options,
                input: text)
            return (outcome.code, try outcome.json())
        }

        @Test func `are by the rules of the configured kind, and straight by the domain controller's`() async throws {
            try await Department.with { department, installation in
                let person = "anna-\(UUID().uuidString.prefix(6).lowercased())"
                try await department.controller.addUser(person, in: department.unit, ["displayName": "Anna Hübner"])
                try await installation.succeed("sync")
                for (kind, text, broken, notes, straight) in [
                    ("simple-ad", "éééÉÉÉ11", ["character-groups"], ["classes-differ"], []),
                    ("simple-ad", "Abcdefgé", ["samba-classes"], ["classes-differ"], ["samba-classes"]),
                    ("managed-ad", "Hübner-12x", ["display-name"], [], ["display-name"]),
                    ("managed-ad", "Abcdef1漢", ["latin-1"], [], []),
                    ("ad-connector", "Hübner-12x", [], [], []),
                    ("ad-connector", "Abcdef1\t", [], ["control"], []),
                ] as [(String, String, [String], [String], [String])] {
                    let other = installation.changing(["directory.kind": kind])
                    let verdict = try await Self.check(other, person, text)
                    #expect(verdict.json["violations"]?.texts("rule") == broken, "\(kind), \(text)")
                    #expect(verdict.json["warnings"]?.texts("rule") == notes, "\(kind), \(text)")
                    #expect(verdict.code == (broken.isEmpty ? 0 : 1))
                    #expect(verdict.json["policy"]?.text?.contains("domain controller") == false)
                    let other2 = try await Self.check(other, person, text, "--straight")
                    #expect(other2.json["violations"]?.texts("rule") == straight, "\(kind), \(text), straight")
                    #expect(other2.json["policy"]?.text == "what the domain controller enforces")
                }
                let names = try await installation.changing(["directory.kind": "simple-ad"]).run(
                    "password", "check", person, "--password-fd", "0", input: "éééÉÉÉ11")
                #expect(names.output.hasPrefix("Refused by the policy of a Simple AD"), "\(names.output)")
            }
        }

        @Test func `of bytes that are no text are refused before anything is bound`() async throws {
            try await Department.with { department, installation in
                let file = try installation.write(Array("Abcdef-1".utf8) + [0xE9], to: "latin1")
                let outcome = try await installation.shell(
                    "exec \"$0\" password check \(department.person) --password-fd 3 3<'\(file)'")
                #expect(outcome.code == 1 && outcome.output.contains("broken, not-text"), "\(outcome.output)")
                let reset = try await installation.shell(
                    "exec \"$0\" password reset \(department.person) --delegate --as nobody --password-fd 3 3<'\(file)'"
                )
                #expect(reset.code == 1 && reset.error.contains("not-text"), "\(reset.error)")
                let typed = try await Self.check(installation, department.person, "Abcdef-1\u{FFFD}")
                #expect(typed.code == 0, "\(typed.json)")
            }
        }

        @Test func `by an older reading say how old it is, and why`() async throws {
            try await Department.with { department, installation in
                let person = department.person
                let fresh = try await Self.check(installation, person, "Abcdefg-123")
                #expect(fresh.json["readAt"]?.text != nil && fresh.json["notOfNow"]?.text == nil)
                let cut = installation.changing(["directory.url": "ldaps://127.0.0.9:9"])
                let people = try await cut.run("password", "check", person, "--password-fd", "0", input: "Abcdefg-123")
                #expect(people.code == 0, "\(people.error)")
                for word in ["judged by the policy read on ", "; the directory cannot be asked now: "] {
                    #expect(people.output.contains(word), "\(people.output)")
                }
                let old = try await Self.check(cut, person, "Abcdefg-123")
                #expect(old.json["notOfNow"]?.text?.isEmpty == false)
                #expect(old.json["readAt"] == fresh.json["readAt"] || old.json["readAt"]?.text != nil)
                let generated = try await cut.run("password", "generate", person)
                #expect(generated.output.contains("Note: judged by the policy read on "), "\(generated.output)")
                let unread = try await cut.run("password", "generate", department.other)
                #expect(unread.code == 0, "\(unread.error)")
                #expect(unread.output.contains("Note: the policy in force is not known"), "\(unread.output)")
            }
        }

        @Test func `say what is not known, and a refusal gives the reason`() async throws {
            try await Department.with { department, installation in
                let person = department.person
                let unread = try await installation.run("password", "reset", person)
                #expect(unread.code == 1 && unread.error.contains("workmail-sync password policy \(person)"))
                #expect(unread.error.contains("password reset \(person) --delegate"), "\(unread.error)")
                try await installation.succeed("password", "policy")
                let domain = try await installation.run("password", "reset", person)
                #expect(domain.error.contains("was never read; the domain's own, read on "), "\(domain.error)")
                #expect(domain.error.contains("minimum length 7 characters"))

                let settings = "Secret-\(UUID().uuidString.prefix(6))"
                try await department.controller.addPasswordSettings(
                    settings, precedence: Int.random(in: 1000...90_000), minimumLength: 24, appliesTo: [department.dn])
                let generated = try await installation.run("password", "generate", person, "--output", "json")
                #expect(generated.code == 0, "\(generated.error)")
                let notes = try generated.json()["notes"]?.items.compactMap(\.text) ?? []
                #expect(notes.first?.contains("is not known") == true, "\(notes)")
                let refused = try await installation.run("password", "reset", person)
                #expect(refused.error.contains("not known: the password settings object"), "\(refused.error)")
                #expect(refused.error.contains(settings))

                let controller = department.controller
                try await controller.grantPasswordReset(below: department.unit, to: department.helpdeskAccount)
                let reset = try await installation.run(
                    ["password", "reset", person, "--generate", "--delegate"]
                        + ["--as", department.helpdesk, "--as-password-fd", "3"], password: Department.password)
                #expect(reset.code == 1 && reset.error.contains("Note: the policy in force is not known"))
                #expect(!reset.error.contains("password policy USER"), "\(reset.error)")
                #expect(
                    reset.error.contains("at least 24 characters")
                        || reset.error.contains("ask the domain's administrator"), "\(reset.error)")
            }
        }

        @Test func `that refuse a reset are told to programs too, and each search to who asks for it`() async throws {
            try await Department.with { department, installation in
                let command = ["password", "reset", department.person, "--password-fd", "3", "--delegate", "--as", "x"]
                let weak = try await installation.run(command + ["--output", "json"], password: "weak")
                #expect(weak.code == 1)
                #expect(try weak.json()["verdict"]?.text == "refused")
                #expect(try weak.json()["policy"]?.text == "what the domain controller enforces")
                let traced = try await installation.run(command + ["--verbose"], password: "weak")
                #expect(traced.error.contains("ldapsearch"), "\(traced.error)")
                let check = try await installation.run(
                    "password", "check", department.person, "--password-fd", "0", "--verbose", input: "weak")
                #expect(check.error.contains("ldapsearch"), "\(check.error)")
            }
        }

        @Test func `are not for who is gone, the directory's own, or the agent itself`() async throws {
            try await Department.with { department, installation in
                for (name, word) in [
                    ("krbtgt", "a system account of the directory"), ("Administrator", "a system account"),
                    (department.controller.serviceUPN, "directory.password_file"), ("nobody", "workmail-sync sync"),
                ] {
                    let outcome = try await installation.run(
                        ["password", "reset", name, "--generate", "--delegate", "--as", "x", "--as-password-fd", "3"],
                        password: "x")
                    #expect(outcome.code == 1 && outcome.error.contains(word), "\(name): \(outcome.error)")
                }
                try await department.controller.modify(
                    ldif: "dn: CN=\(department.other),\(department.unit)\nchangetype: delete\n")
                for _ in 0..<2 {
                    let gone = try await installation.run(
                        "password", "check", department.other, "--password-fd", "0", input: "Abcdefg-123")
                    #expect(gone.code == 1 && gone.error.contains("workmail-sync sync"), "\(gone.error)\(gone.output)")
                    #expect(try await installation.run("sync", "--accept-missing", "9").code != 64)
                }
            }
        }
    }
}
