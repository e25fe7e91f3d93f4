// SPDX-License-Identifier: Apache-2.0
import Foundation
import PasswordPolicy
import TestSupport
import Testing
import WorkMail

extension `Accounts of a WorkMail directory` {
    /// `password …` in a WorkMail directory: set in the organization, which keeps a hash and no more.
    @Suite struct `Passwords of the organization` {
        @Test func `one is typed twice, and what was typed is not shown`() async throws {
            try await Installation.withOwnDirectory { installation in
                let ana = try await installation.addMailboxes("ana")[0]
                let typing = [("New password for ana: ", "Abcdefg-123\r"), ("again: ", "Abcdefg-123\r")]
                let outcome = try await installation.run(
                    "password", "reset", "ana", atTerminalOf: 100, typing: typing)
                #expect(outcome.code == 0, "\(outcome.error)\(outcome.output)")
                #expect(outcome.output.contains("was set in the mail organization"))
                #expect(!outcome.output.contains("Abcdefg"))
                let organization = try installation.organization()
                #expect(try await organization.verifies(Password(utf8: Array("Abcdefg-123".utf8)), of: ana))
                #expect(try installation.files(with: "Abcdefg-123") == [])
                let audit = try await installation.run("audit", "list", "--user", "ana", "--output", "json").json()
                #expect(audit.texts("operation") == ["ResetPassword"] && audit.texts("result") == ["done"])
                #expect(audit.items.first?["new"]?.text == nil)
            }
        }

        @Test func `two that differ, and an interruption, change nothing`() async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.addMailboxes("ana")
                let steps = [
                    [("New password for ana: ", "Abcdefg-123\r"), ("again: ", "Abcdefg-124\r")],
                    [("New password for ana: ", "Abcd\u{3}")],
                ]
                for (typing, word) in zip(steps, ["are not the same", "interrupted"]) {
                    let outcome = try await installation.run(
                        "password", "reset", "ana", atTerminalOf: 100, typing: typing)
                    #expect(outcome.code != 0 && outcome.output.contains(word), "\(outcome.output)")
                }
                let audit = try await installation.run("audit", "list", "--operation", "ResetPassword")
                #expect(audit.output == "No record.\n")
            }
        }

        @Test func `keys that correct what was typed are not part of it`() async throws {
            try await Installation.withOwnDirectory { installation in
                let ana = try await installation.addMailboxes("ana")[0]
                // A mistyped letter of two bytes, and a line that is begun anew.
                let typing = [
                    ("New password for ana: ", "Abcdefg-12é\u{7F}3\r"), ("again: ", "oops\u{15}Abcdefg-123\r"),
                ]
                let outcome = try await installation.run(
                    "password", "reset", "ana", atTerminalOf: 100, typing: typing)
                #expect(outcome.code == 0, "\(outcome.output)")
                let organization = try installation.organization()
                #expect(try await organization.verifies(Password(utf8: Array("Abcdefg-123".utf8)), of: ana))
            }
        }

        @Test func `a generated one is shown once and is the one, and generating alone sets nothing`() async throws {
            try await Installation.withOwnDirectory { installation in
                let ana = try await installation.addMailboxes("ana")[0]
                let outcome = try await installation.run("password", "reset", "ana", "--generate", "--output", "json")
                let password = try #require(outcome.json()["password"]?.text)
                let organization = try installation.organization()
                #expect(try await organization.verifies(Password(utf8: Array(password.utf8)), of: ana))
                #expect(try installation.files(with: password) == [])
                let only = try await installation.run("password", "generate", "ana", "--output", "json")
                let other = try #require(only.json()["password"]?.text)
                #expect(other != password && other.utf8.count >= 16)
                #expect(try await organization.verifies(Password(utf8: Array(password.utf8)), of: ana))
            }
        }

        @Test(
            "what the policy refuses is not sent, and every rule is named",
            arguments: [
                ("Abcdef1", ["minimum-length"]), (String(repeating: "Aa1", count: 22), ["maximum-length"]),
                ("abcdefgh", ["character-groups"]), ("Abcdefg\u{20AC}1", ["latin-1"]),
                ("ab\u{20AC}", ["minimum-length", "latin-1"]), ("Abcdefge\u{301}1", ["latin-1"]),
            ] as [(String, [String])])
        func refused(password: String, rules: [String]) async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.addMailboxes("ana")
                let outcome = try await installation.run(
                    ["password", "reset", "ana", "--password-fd", "3"], password: password)
                #expect(outcome.code == 1)
                for rule in rules { #expect(outcome.error.contains(rule), "\(rule) in \(outcome.error)") }
                #expect(outcome.error.contains("nothing was sent or changed") && !outcome.error.contains(password))
                let check = try await installation.run(
                    "password", "check", "ana", "--password-fd", "0", "--output", "json", input: password)
                #expect(check.code == 1)
                #expect(try check.json()["verdict"]?.text == "refused")
                let violated = try check.json()["violations"]?.texts("rule") ?? []
                #expect(Set(rules).isSubset(of: violated))
                let asked = try check.json()["rules"]?.texts("rule") ?? []
                #expect(
                    asked == ["character-groups", "latin-1", "maximum-length", "minimum-length", "not-empty"]
                        && Set(violated).isSubset(of: asked))
            }
        }

        @Test func `a name in one is advice, and another's rules are not asked`() async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.addMailboxes("anna")
                let check = try await installation.run(
                    "password", "check", "anna", "--password-fd", "0", input: "Anna-12345")
                #expect(check.code == 0 && check.output.contains("note, account-name"), "\(check.output)")
                #expect(check.output.hasPrefix("Accepted by the fixed policy of a WorkMail directory"))
                let rehearsal = try await installation.run("password", "reset", "anna", "--generate", "--dry-run")
                #expect(rehearsal.output == "anna: The policy takes it; nothing was sent.\n", "\(rehearsal.output)")
            }
        }

        @Test func `63 characters pass and 64 do not, eight pass and seven do not`() async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.addMailboxes("ana")
                for (count, code) in [(7, 1), (8, 0), (63, 0), (64, 1)] as [(Int, Int32)] {
                    let text = "Aa1" + String(repeating: "x", count: count - 3)
                    let check = try await installation.run(
                        "password", "check", "ana", "--password-fd", "0", input: text)
                    #expect(check.code == code, "\(count): \(check.output)")
                    #expect(check.output.contains("kept, latin-1: characters of Basic Latin"))
                    #expect(check.output.contains("broken, m") == (code == 1), "\(check.output)")
                }
                let empty = try await installation.run("password", "check", "ana", "--password-fd", "0")
                #expect(empty.code == 1 && empty.output.contains("not-empty"))
            }
        }

        @Test func `who is not to be edited gets none, and the fixed policy is told`() async throws {
            try await Installation.withOwnDirectory { installation in
                let gone = try await installation.addMailboxes("gone")[0]
                let organization = try installation.organization()
                try await organization.deregisterFromWorkMail(gone)
                try await organization.deleteUser(gone)
                let outcome = try await installation.run("password", "reset", gone.value, "--generate")
                #expect(outcome.code == 1 && outcome.error.contains("DELETED"), "\(outcome.error)")
                let nobody = try await installation.run("password", "reset", "nobody", "--generate")
                #expect(nobody.code == 1 && nobody.error.contains("nor a user of the organization"))
                let policy = try await installation.run("password", "policy")
                #expect(policy.code == 0 && policy.output.contains("at least 8 and fewer than 64 characters"))
            }
        }
    }
}
