// SPDX-License-Identifier: Apache-2.0
import Foundation
import PasswordPolicy
import TestSupport
import Testing

extension `Accounts of a directory` {
    /// `password …` behind an AD Connector: the directory's own, set there by its administrator.
    @Suite struct `Passwords of the directory` {
        @Test func `a reset is refused without asking anybody, and says whose it is and what it has to meet`()
            async throws
        {
            try await Department.with { department, installation in
                let person = department.person
                try await installation.succeed("password", "policy", person)
                let cut = installation.changing(["directory.url": "ldaps://127.0.0.9:9"])
                let before = try installation.databases()
                let refused = try await cut.run("password", "reset", person)
                #expect(refused.code == 1)
                for word in [
                    "The policy in force, read on ", "minimum length 7 characters", department.dn,
                    "the owner is the directory", "--delegate --as NAME",
                ] { #expect(refused.error.contains(word), "\(word) in \(refused.error)") }
                #expect(try installation.databases() == before)
                let kept = try await cut.run("password", "policy", person)
                #expect(kept.code == 0 && kept.output.contains("The directory cannot be asked now"), "\(kept.error)")
            }
        }

        @Test func `the administrator sets it, and the person signs in with it`() async throws {
            try await Department.with { department, installation in
                let controller = department.controller
                try await controller.grantPasswordReset(below: department.unit, to: department.helpdeskAccount)
                let person = "eve-\(UUID().uuidString.prefix(6).lowercased())"
                try await controller.addUser(person, password: Department.password, in: department.unit)
                try await installation.succeed("sync")
                let command = ["password", "reset", person, "--generate", "--output", "json"]
                let asHelp = ["--delegate", "--as", department.helpdesk, "--as-password-fd", "3"]
                let rehearsal = try await installation.run(command + asHelp + ["--dry-run"], password: "not asked for")
                #expect(rehearsal.code == 0, "\(rehearsal.error)")
                let outcome = try await installation.run(command + asHelp, password: Department.password)
                #expect(outcome.code == 0, "\(outcome.error)")
                let password = try #require(outcome.json()["password"]?.text)
                #expect(try await controller.accepts(password, of: person))
                #expect(try installation.files(with: password) == [])
                #expect(try installation.files(with: Department.password) == [])
                let audit = try await installation.run("audit", "list", "--user", person)
                #expect(audit.output.contains("ResetDirectoryPassword") && audit.output.contains(department.helpdesk))
                let must = try await installation.run(
                    command + asHelp + ["--must-change-at-next-logon", "--unlock"], password: Department.password)
                #expect(must.code == 0, "\(must.error)")
                let second = try #require(must.json()["password"]?.text)
                #expect(try await !controller.accepts(second, of: person), "it has to be changed first")
            }
        }

        @Test func `who has no right is told so, and a password that the policy refuses is not sent`() async throws {
            try await Department.with { department, installation in
                let asPlain = ["--delegate", "--as", department.plain, "--as-password-fd", "3"]
                let refused = try await installation.run(
                    ["password", "reset", department.person, "--generate"] + asPlain, password: Department.password)
                #expect(refused.code == 1 && refused.error.contains("may not reset the password"), "\(refused.error)")
                let wrong = try await installation.run(
                    ["password", "reset", department.person, "--generate"] + asPlain, password: "wrong")
                #expect(wrong.code == 1 && wrong.error.contains(department.plain), "\(wrong.error)")
                let weak = try await installation.run(
                    ["password", "reset", department.person, "--password-fd", "3", "--delegate", "--as", "x"],
                    password: "weak")
                #expect(weak.code == 1 && weak.error.contains("minimum-length"), "\(weak.error)")
            }
        }

        @Test func `over clear text nothing is sent`() async throws {
            try await Department.with { department, installation in
                let clear = installation.changing([
                    "directory.url": "ldap://\(department.controller.address)", "directory.ca_file": nil,
                    "directory.allow_clear_text": "true",
                ])
                let outcome = try await clear.run(
                    [
                        "password", "reset", department.person, "--generate", "--delegate", "--as", department.helpdesk,
                        "--as-password-fd", "3",
                    ], password: Department.password)
                #expect(outcome.code != 0 && !outcome.output.contains("password:"), "\(outcome.output)")
            }
        }

        @Test func `after a reset neither password is in the memory, the arguments or the environment`() async throws {
            try await Department.with { department, installation in
                try await department.controller.grantPasswordReset(
                    below: department.unit, to: department.helpdeskAccount)
                let (password, _) = PasswordGenerator.generate(for: PasswordSubject(sAMAccountName: "x"))
                let search = MemorySearch(for: password)
                let text = password.withBytes { bytes in bytes.indices.map { bytes[$0] } }
                let file = try installation.write(text, to: "new-password")
                try await installation.whileItCannotSpeak(
                    ["password", "reset", department.person, "--password-fd", "4"]
                        + ["--delegate", "--as", department.helpdesk, "--as-password-fd", "3"],
                    redirections: "4<'\(file)'", password: Department.password, operation: "ResetDirectoryPassword"
                ) { process in
                    let found = try await search.count(in: process)
                    #expect(found.utf8 == 0 && found.utf16 == 0, "the new one: \(found)")
                    let administrators = MemorySearch(for: Password(utf8: Array(Department.password.utf8)))
                    let others = try await administrators.count(in: process)
                    #expect(others.utf8 == 0 && others.utf16 == 0, "the administrator's: \(others)")
                    for name in ["cmdline", "environ"] {
                        let bytes = try Data(contentsOf: URL(filePath: "/proc/\(process)/\(name)"))
                        #expect(
                            bytes.range(of: Data(text)) == nil && bytes.range(of: Data(Department.password.utf8)) == nil
                        )
                    }
                }
            }
        }
    }
}
