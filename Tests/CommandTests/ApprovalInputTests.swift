// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// Whom and what `approve` refuses: all or nothing, each problem with its place.
@Suite(.tags(.server), .requiresSamba, .sharedController) struct `Approvals that cannot be` {
    @Test(
        "nothing of a file with a mistake is applied",
        arguments: [
            ("user,email\ndan,\nnobody,\nbob,no address\n", ["line 3: “nobody”", "line 4: “no address” for bob"]),
            ("user,email\ndan,d@elsewhere.example\n", ["line 2: “d@elsewhere.example” for dan", "elsewhere.example"]),
            ("user,email\ndan,d@example.com\nbob,D@example.com\n", ["line 3: bob is to get D@example.com, as dan is"]),
            ("user,email\ndan,\nDAN@example.com,\n", ["line 3", "the same person as", "line 2"]),
            ("user,mail\ndan,dan@example.com\n", ["unknown column mail"]),
            ("name\ndan\n", ["no column “user”: name"]),
            ("user,email,user\ndan,,bob\n", ["a column is there twice"]),
            ("user,email\ndan,,bob\n", ["line 2 has more fields than the header"]),
            ("user\nCN=dan,CN=Users,DC=corp,DC=example,DC=com\n", ["line 2 has more fields", "quotes"]),
            ("user,email\n,dan@example.com\n", ["line 2 names no user"]),
            ("user,email\ndan,\"dan@example.com\n", ["a quoted field does not end"]),
            ("user,email\n\"dan\"x,\n", ["not CSV"]),
            ("user,email\ndan,\nold,\n", ["line 3: old (old) has expired in the directory"]),
            ("user,email\n", ["it names nobody"]), ("", ["it is empty"]), ("\n\n", ["it is empty"]),
            ("user,email\ndan,d\u{1B}[2J@example.com\n", ["line 2", "\\u{1B}"]),
            ("user,email\ndan,\"d\nx@example.com\"\n", ["line 2", "\\n"]),
        ] as [(String, [String])])
    func file(text: String, names: [String]) async throws {
        try await Installation.withPeople { installation in
            let file = try installation.write(text.utf8, to: "people.csv")
            let outcome = try await installation.run("approve", "--from-file", file)
            #expect(outcome.code == 1 && outcome.output.isEmpty, "\(outcome.output)")
            for name in names + [file] { #expect(outcome.error.contains(name), "\(name) in \(outcome.error)") }
            #expect(!outcome.error.contains("\u{1B}"))
            try await installation.expectUnchanged()
        }
    }

    @Test func `a file is read with byte order mark, semicolons, CRLF, quotes and blank lines`() async throws {
        try await Installation.withPeople { installation in
            let text =
                "\u{FEFF}User;Email\r\n\r\n\"dan\";\r\n\"CN=bob,CN=Users,DC=corp,DC=example,DC=com\"; b@example.com\r\n"
            let file = try installation.write(text.utf8, to: "people.csv")
            let outcome = try await installation.run("approve", "--from-file", file, "--output", "json")
            #expect(outcome.code == 0, "\(outcome.error)")
            #expect(try outcome.json().texts("email") == ["b@example.com", "dan@example.com"])
        }
    }

    @Test func `a file that is not there, no file, or not UTF-8 is named with the reason`() async throws {
        try await Installation.withPeople { installation in
            let latin1 = try installation.write([UInt8]("user\nJ".utf8) + [0xF6, 0x72, 0x67, 0x0A], to: "latin1.csv")
            for (path, reason) in [
                (latin1, "it is not UTF-8"), ("/nonexistent.csv", "No such file or directory"),
                (installation.folder, "cannot be read"),
            ] {
                let outcome = try await installation.run("approve", "--from-file", path)
                #expect(outcome.code == 1 && outcome.error.contains("\(path): "), "\(outcome.error)")
                #expect(outcome.error.contains(reason), "\(outcome.error)")
            }
        }
    }

    @Test(
        "whoever cannot be approved is refused with the reason",
        arguments: [
            (["off"], "off (off) is disabled in the directory"), (["old"], "has expired in the directory"),
            (["krbtgt"], "is a system account"), (["tom"], "choose an address with --email"),
            (["dan", "nobody"], "“nobody” is no objectGUID"), (["dan", "DAN"], "the same person as dan"),
            (["ana", "--email", "not an address"], "“not an address” for ana"),
            (["ana", "--email", "o'ana@example.com"], "APOSTROPHE"), ([""], "“” is no objectGUID"),
            (["pair@example.com' OR '1'='1"], "is no objectGUID"), (["*"], "“*” is no objectGUID"),
        ] as [([String], String)])
    func person(arguments: [String], reason: String) async throws {
        try await Installation.withPeople { installation in
            try await installation.succeed("sync")
            for command in [["approve"], ["users", "enable"]] {
                let outcome = try await installation.run(command + arguments)
                #expect(outcome.code == 1 && outcome.error.contains(reason), "\(outcome.error)")
                #expect(outcome.error.contains("nothing was approved"))
            }
            try await installation.expectUnchanged()
        }
    }

    @Test func `a name that means two people lists both and chooses neither`() async throws {
        try await Installation.withPeople { installation in
            try await installation.succeed("sync")
            for command in [
                ["approve"], ["explain"], ["users", "show"], ["users", "enable"], ["users", "disable"],
                ["reject", "--reason", "x"],
            ] {
                let outcome = try await installation.run(command + ["pair@example.com"])
                #expect(
                    outcome.code == 1 && outcome.error.contains("“pair@example.com” may mean 2 people"),
                    "\(outcome.error)")
                #expect(outcome.error.contains("CN=one,") && outcome.error.contains("CN=two,"))
            }
            try await installation.expectUnchanged()
            // Every choice it lists is an answer to the question.
            let list = try await installation.run("explain", "pair@example.com").error
            let guids = list.split(separator: "\n").map { $0.dropFirst(2).prefix(36) }.filter {
                UUID(uuidString: String($0)) != nil
            }
            #expect(guids.count == 2)
            for guid in guids { try await installation.succeed("approve", String(guid)) }
        }
    }

    @Test(
        "a command line that makes no sense is usage, and changes nothing",
        arguments: [
            ["approve"], ["approve", "ana", "bob", "--email", "a@example.com"],
            ["approve", "ana", "--from-file", "x.csv"], ["approve", "--email", "a@example.com"], ["reject", "ana"],
            ["users", "enable"], ["users", "list", "--state", "gone"], ["candidates", "--excluded", "nonsense"],
            ["sync", "--accept-missing", "many"], ["sync", "--output", "xml"], ["explain"], ["nonsense"],
        ])
    func usage(arguments: [String]) async throws {
        try await Installation.withPeople { installation in
            let outcome = try await installation.run(arguments)
            #expect(outcome.code == 64 && outcome.output.isEmpty && !outcome.error.isEmpty, "\(outcome.error)")
        }
    }
}
