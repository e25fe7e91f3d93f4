// SPDX-License-Identifier: Apache-2.0
import Foundation
import PasswordPolicy
import TestSupport
import Testing
import WorkMail

/// Passwords in a WorkMail directory: set in the organization, which keeps a hash and no more.
@Suite(.tags(.server), .serialized) struct `Passwords of a WorkMail directory` {
    @Test func `one is typed twice, and what was typed is not shown`() async throws {
        try await Department.with { department in
            let ana = try await department.addUser("ana")
            let typing = [("New password for ana: ", "Abcdefg-123\r"), ("again: ", "Abcdefg-123\r")]
            let outcome = try await department.installation.run(
                "password", "reset", "ana", atTerminalOf: 100, typing: typing)
            #expect(outcome.code == 0, "\(outcome.error)\(outcome.output)")
            #expect(outcome.output.contains("was set in the mail organization"))
            #expect(!outcome.output.contains("Abcdefg"))
            #expect(try await department.organization.verifies(Password(utf8: Array("Abcdefg-123".utf8)), of: ana))
            #expect(try department.installation.filesHolding("Abcdefg-123") == [])
            let audit = try await department.installation.run("audit", "list", "--output", "json")
            #expect(try audit.json().texts("operation").contains("ResetPassword"))
        }
    }

    @Test func `two that differ, and an interruption, change nothing`() async throws {
        try await Department.with { department in
            _ = try await department.addUser("ana")
            let steps = [
                [("New password for ana: ", "Abcdefg-123\r"), ("again: ", "Abcdefg-124\r")],
                [("New password for ana: ", "Abcd\u{3}")],
            ]
            for (typing, word) in zip(steps, ["are not the same", "interrupted"]) {
                let outcome = try await department.installation.run(
                    "password", "reset", "ana", atTerminalOf: 100, typing: typing)
                #expect(outcome.code != 0 && outcome.output.contains(word), "\(outcome.output)")
            }
            #expect(try await department.installation.run("audit", "list", "--operation", "ResetPassword").output
                .contains("No record."))
        }
    }

    @Test func `a generated one is shown once and is the one`() async throws {
        try await Department.with { department in
            let ana = try await department.addUser("ana")
            let outcome = try await department.installation.run(
                "password", "reset", "ana", "--generate", "--output", "json")
            let password = try #require(outcome.json()["password"]?.text)
            #expect(try await department.organization.verifies(Password(utf8: Array(password.utf8)), of: ana))
            #expect(try department.installation.filesHolding(password) == [])
            let only = try await department.installation.run("password", "generate", "ana", "--output", "json")
            let other = try #require(only.json()["password"]?.text)
            #expect(other != password && other.count >= 16)
            #expect(try await !department.organization.verifies(Password(utf8: Array(other.utf8)), of: ana))
        }
    }

    @Test(
        "what the policy refuses is not sent, and every rule is named",
        arguments: [
            ("Abcdef1", ["minimum-length"]), ("", ["no password"]), (String(repeating: "Aa1", count: 22), ["maximum-length"]),
            ("abcdefgh", ["character-groups"]), ("Abcdefg\u{20AC}1", ["latin-1"]), ("ab\u{20AC}", ["minimum-length", "latin-1"]),
        ] as [(String, [String])])
    func refused(password: String, rules: [String]) async throws {
        try await Department.with { department in
            _ = try await department.addUser("ana")
            let outcome = try await department.installation.run(
                "password", "reset", "ana", "--password-fd", "0", input: password)
            #expect(outcome.code == 1)
            for rule in rules { #expect(outcome.error.contains(rule), "\(rule) in \(outcome.error)") }
            let check = try await department.installation.run(
                "password", "check", "ana", "--password-fd", "0", "--output", "json", input: password)
            #expect(check.code == 1)
            #expect(try check.json()["verdict"]?.text == "refused")
        }
    }

    @Test func `nobody gets one who is not to be edited, and the policy is told`() async throws {
        try await Department.with { department in
            let gone = try await department.addUser("gone")
            try await department.organization.deregisterFromWorkMail(gone)
            try await department.organization.deleteUser(gone)
            let outcome = try await department.installation.run("password", "reset", gone.value, "--generate")
            #expect(outcome.code == 1 && outcome.error.contains("DELETED"))
            let nobody = try await department.installation.run("password", "reset", "nobody", "--generate")
            #expect(nobody.code == 1 && nobody.error.contains("nor a user of the organization"))
            let policy = try await department.installation.run("password", "policy")
            #expect(policy.code == 0 && policy.output.contains("at least 8 and fewer than 64 characters"))
        }
    }
}
