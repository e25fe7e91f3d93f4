// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import WorkMail

extension `Accounts of a WorkMail directory` {
    /// Exports that cannot be made, and files that cannot be restored: nothing is left of either.
    @Suite struct `Exports that fail` {
        @Test func `a file that is there is spared, a link and a device always`() async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.addMailboxes("ana")
                let file = try installation.write("precious".utf8, to: "export.jsonl")
                let refused = try await installation.run("export", "--to", file)
                #expect(refused.code == 1 && refused.error.contains("it exists already"), "\(refused.error)")
                #expect(try String(contentsOfFile: file, encoding: .utf8) == "precious")
                try FileManager.default.createSymbolicLink(
                    atPath: installation.folder + "/link", withDestinationPath: file)
                for name in [installation.folder + "/link", "/dev/null", installation.folder] {
                    let refused = try await installation.run("export", "--to", name, "--replace")
                    #expect(refused.code == 1 && refused.error.contains("is no regular file"), "\(refused.error)")
                }
                #expect(try String(contentsOfFile: file, encoding: .utf8) == "precious")
                try await installation.succeed("export", "--to", file, "--replace")
                #expect(try String(contentsOfFile: file, encoding: .utf8).contains("\"record\":\"end\""))
                #expect(try Self.leftovers(installation.folder).isEmpty)
                #expect(try await installation.run("export", "--base-dn", "dc=x").code == 64)
                #expect(try await installation.run("export", "--format", "ldif", "--base-dn", "nonsense").code == 64)
            }
        }

        @Test(.requiresMounting) func `a full disk leaves no file`() async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.organization().restore(
                    users: (0..<500).map(Installation.plainUser), groups: [])
                try await Disk.with(in: installation.folder, kilobytes: 64) { disk in
                    let file = disk.path + "/export.jsonl"
                    let failed = try await installation.run("export", "--to", file)
                    #expect(failed.code == 1 && failed.error.contains("No space left on device"), "\(failed.error)")
                    #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path).isEmpty)
                }
                let failed = try await installation.shell("\"$0\" export >/dev/full")
                #expect(failed.code == 1 && failed.error.contains("No space left on device"), "\(failed.error)")
            }
        }

        @Test func `what cannot be read of an account is in its record, and the exit code says so`() async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.furnish(plain: 0)
                try await installation.execute("UPDATE snapshot SET content = 'damaged'")
                let file = installation.folder + "/export.jsonl"
                let outcome = try await installation.run("export", "--to", file)
                #expect(outcome.code == 1 && outcome.error.contains("of 1 account not everything"), "\(outcome.error)")
                let text = try String(contentsOfFile: file, encoding: .utf8)
                #expect(text.contains("\"unread\":[\"snapshot: the state database's is damaged\"]"))
                #expect(text.contains("\"unread\":1"))
                let target = installation.emptied
                let refused = try await target.run("import", file)
                #expect(refused.code == 1 && refused.error.contains("--accept-unread 1"), "\(refused.error)")
                try await target.succeed("import", file, "--accept-unread", "1")
            }
        }

        @Test func `a listing that fails leaves no file`() async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.addMailboxes("ana")
                let script = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()"
                let damage = ["-c", script, installation.organizationFile, "UPDATE user SET record = x'0909'"]
                #expect(try await installation.run("/usr/bin/python3", damage, input: "").code == 0)
                let file = installation.folder + "/export.jsonl"
                let outcome = try await installation.run("export", "--to", file)
                #expect(outcome.code == 1 && outcome.error.contains("is unreadable"), "\(outcome.error)")
                #expect(!FileManager.default.fileExists(atPath: file))
                #expect(try Self.leftovers(installation.folder).isEmpty)
            }
        }

        private static func leftovers(_ folder: String) throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".partial") }
        }
    }

    @Suite struct `Imports that fail` {
        /// What is done to a good export, and what is said of it.
        static let tamperings: [(name: String, words: String, tamper: @Sendable ([String]) -> [String])] = [
            ("cut off", "it is cut off", { $0.dropLast() }),
            ("cut off within a line", "it is no record of an export", { $0.dropLast() + ["{\"record\":\"us"] }),
            ("a user less", "its end says", { $0.filter { !$0.contains("\"name\":\"ana\",\"perm") } }),
            (
                "a later version", "version is 2; this program reads 1",
                { replaced($0, "\"version\":1}", "\"version\":2}") }
            ),
            ("no export", "it is no export of this program", { _ in ["{\"users\":[]}"] }),
            ("nothing", "it is empty", { _ in [] }),
            ("two exports", "there is something after the end", { $0 + $0 }),
            (
                "an address twice", "is an address of user",
                { replaced($0, "\"email\":\"cem@example.com\"", "\"email\":\"PRESS@example.com\"") }
            ),
            (
                "a name twice", "is there twice",
                { replaced($0, "\"name\":\"ana\",\"permissions\"", "\"name\":\"CEM\",\"permissions\"") }
            ),
            (
                "no such address", "is no address that the service takes",
                { replaced($0, "\"press@example.com\"", "\"pr ess\"") }
            ),
            ("a member of nobody", "is not in the export", { memberless($0) }),
            (
                "another group", "is in other groups than",
                { lines in
                    lines.map {
                        $0.contains("\"name\":\"cem\",\"perm")
                            ? $0.replacing(/"groups":\[.*?\]/, with: "\"groups\":[]") : $0
                    }
                }
            ),
            ("a state of its own", "which is none", { replaced($0, "\"state\":\"DELETED\"", "\"state\":\"GONE\"") }),
            (
                "another domain", "add to organization.domains: example.net",
                { replaced($0, "@example.org", "@example.net") }
            ),
        ]

        private static func replaced(_ lines: [String], _ old: String, _ new: String) -> [String] {
            lines.map { $0.replacing(old, with: new) }
        }

        /// Without the line of a user who is a member of a group.
        private static func memberless(_ lines: [String]) -> [String] {
            lines.map {
                $0.contains("\"record\":\"group\"")
                    ? $0.replacing(/"members":\[{"id":"[^"]*"/, with: "\"members\":[{\"id\":\"nobody-at-all\"") : $0
            }
        }

        @Test func `nothing is restored of a file that is not whole or does not agree with itself`() async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.furnish(plain: 2)
                let lines = try await installation.run("export").output.split(separator: "\n").map { String($0) }
                let target = installation.emptied
                for (name, words, tamper) in Self.tamperings {
                    let bad = tamper(lines)
                    #expect(bad != lines, "\(name)")
                    let file = try installation.write(bad.map { $0 + "\n" }.joined().utf8, to: "bad.jsonl")
                    let outcome = try await target.run("import", file)
                    #expect(outcome.code == 1 && outcome.error.contains(words), "\(name): \(outcome.error)")
                    #expect(outcome.error.contains("nothing was restored"), "\(name): \(outcome.error)")
                    let list = try await target.run("users", "list", "--output", "json").json()
                    #expect(list == .list([]), "\(name)")
                    #expect(try await target.run("audit", "list", "--output", "json").json() == .list([]), "\(name)")
                }
                let missing = try await target.run("import", "no-such-file")
                #expect(missing.code == 1 && missing.error.contains("No such file"), "\(missing.error)")
            }
        }

        @Test func `an organization that is not empty is left alone`() async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.furnish(plain: 0)
                let file = installation.folder + "/export.jsonl"
                try await installation.succeed("export", "--to", file)
                let before = try installation.databases()
                let refused = try await installation.run("import", file)
                #expect(refused.code == 1)
                #expect(
                    refused.error.contains("the organization has 10 users and 4 groups already"), "\(refused.error)")
                #expect(try installation.databases() == before)
                let target = installation.emptied
                try await target.succeed("import", file)
                #expect(try await target.run("import", file).code == 1, "not twice")
            }
        }

        @Test func `a state database that says otherwise is left alone`() async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.furnish(plain: 0)
                let file = installation.folder + "/export.jsonl"
                try await installation.succeed("export", "--to", file)
                let target = installation.changing(["organization.file": installation.folder + "/restored.db"])
                try await target.execute("UPDATE snapshot SET taken = taken - 60")
                let refused = try await target.run("import", file)
                #expect(refused.code == 1 && refused.error.contains("--without-state"), "\(refused.error)")
                #expect(try await target.run("users", "list", "--output", "json").json() == .list([]))
                try await target.succeed("import", file, "--without-state")
            }
        }

        @Test func `killed at any moment, it has restored everything or nothing, and can be made again`() async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.furnish(plain: 200)
                let file = installation.folder + "/export.jsonl"
                try await installation.succeed("export", "--to", file)
                let lines = try await installation.exported()
                let start = ContinuousClock.now
                try await importing(file, installation.emptied, cutAfter: 60)
                let whole = start.duration(to: .now) / .seconds(1)
                var ends: Set<Bool> = []
                for step in 1...16 {
                    for name in try FileManager.default.contentsOfDirectory(atPath: installation.folder)
                    where name.hasPrefix("restored") {
                        try FileManager.default.removeItem(atPath: installation.folder + "/" + name)
                    }
                    let target = installation.emptied
                    try await importing(file, target, cutAfter: whole * Double(step) / 16)
                    let isThere = try await target.run("users", "list", "--output", "json").json().items.count
                    #expect(isThere == 0 || isThere == 210, "\(step)")
                    ends.insert(isThere == 0)
                    let again = try await target.run("import", file)
                    #expect(again.code == (isThere == 0 ? 0 : 1), "\(step): \(again.error)")
                    #expect(try await target.exported() == lines, "\(step)")
                    try await target.succeed("audit", "verify")
                }
                #expect(ends.contains(true), "at least one was cut short")
            }
        }

        private func importing(_ file: String, _ target: Installation, cutAfter seconds: Double) async throws {
            _ = try await target.run(
                "/usr/bin/timeout", ["-s", "KILL", "\(seconds)", Installation.program, "import", file], input: "")
        }
    }
}
