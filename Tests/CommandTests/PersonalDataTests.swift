// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import WorkMail

extension `Accounts of a WorkMail directory` {
    /// `users set` where the organization owns the personal data: one user, and a whole file of them.
    @Suite struct `Personal data of a WorkMail directory` {
        @Test func `is set, cleared and left alone field by field`() async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.addMailboxes("ana", "bob")
                let set = try await installation.run(
                    "users", "set", "ana", "bob", "--job-title", "Head", "--city", "Köln", "--hidden", "--output",
                    "json")
                #expect(set.code == 0, "\(set.error)")
                #expect(
                    try set.json().keys == [
                        "dryRun", "planned", "done", "failed", "skipped", "unchanged", "notGivenBack",
                    ])
                #expect(try set.json()["done"]?.texts("operation") == ["UpdateUser", "UpdateUser"])
                let again = try await installation.run("users", "set", "ana", "--job-title", "Head", "--output", "json")
                #expect(try again.json()["done"]?.items == [] && again.json()["unchanged"] == .list([.text("ana")]))
                try await installation.succeed("users", "set", "ana", "--clear", "job-title")
                let ana = try await installation.run("users", "show", "ana", "--output", "json").json()
                #expect(ana["profile"] == .object(["City": .text("Köln")]))
                #expect(ana["owners"]?["jobTitle"]?.text == "workmail")
                let bob = try await installation.run("users", "show", "bob", "--output", "json").json()
                #expect(bob["profile"] == .object(["City": .text("Köln"), "JobTitle": .text("Head")]))

                let file = "user,jobTitle,city\nana,Boss,\nbob,,\n"
                let path = try installation.write(file.utf8, to: "people.csv")
                try await installation.succeed("users", "set", "--from-file", path)
                let kept = try await installation.run("users", "show", "ana", "--output", "json").json()["profile"]
                #expect(kept == .object(["City": .text("Köln"), "JobTitle": .text("Boss")]))
                let cleared = try await installation.run(
                    "users", "set", "--from-file", "-", "--clear-empty", input: "user,city\nana,\n")
                #expect(cleared.code == 0 && cleared.output.contains("city: (none)"), "\(cleared.output)")
            }
        }

        @Test func `of 10,000 people by file: one bad row and nothing is done, and it is named by line and column`()
            async throws
        {
            try await Installation.withOwnDirectory { installation in
                // Made by the thousand: the file is what is measured.
                let organization = try installation.organization()
                for number in 1...10_000 {
                    _ = try await organization.createUser(
                        name: "user\(number)", displayName: "User \(number)", firstName: "", lastName: "", password: nil
                    )
                }
                func file(_ count: Int, bad: Int?) throws -> String {
                    let rows = (1...count).map { number in
                        let title = number == bad ? String(repeating: "é", count: 300) : "Title \(number)"
                        return "user\(number),\(title),Office \(number % 20)\n"
                    }
                    return try installation.write(("user,jobTitle,office\n" + rows.joined()).utf8, to: "all.csv")
                }
                let before = try await installation.run("users", "show", "user1", "--output", "json").json()
                let clock = ContinuousClock()
                var refused: Outcome?
                let path = try file(10_000, bad: 5_000)
                let time = try await clock.measure {
                    refused = try await installation.run("users", "set", "--from-file", path)
                }
                print("10,000 rows of users set with a bad one: refused after \(time)")
                #expect(refused?.code == 1)
                let message = "\(path), line 5001, column jobTitle: user5000 would get the job title of 300 characters"
                #expect(refused?.error.contains(message) == true, "\(refused?.error.prefix(400) ?? "")")
                #expect(refused?.error.contains("nothing was done: 1 problem:") == true)
                #expect(try await installation.run("users", "show", "user1", "--output", "json").json() == before)
                #expect(try await installation.run("audit", "list", "--output", "json").json() == .list([]))

                let corrected = try file(500, bad: nil)
                var done: Outcome?
                let second = try await clock.measure {
                    done = try await installation.run("users", "set", "--from-file", corrected)
                }
                print("500 rows of users set: done after \(second)")
                #expect(done?.code == 0 && done?.output.contains("500 done.") == true, "\(done?.error ?? "")")
                for number in [1, 250, 500] {
                    let user = try await installation.run("users", "show", "user\(number)", "--output", "json").json()
                    #expect(user["profile"]?["JobTitle"]?.text == "Title \(number)")
                }
                let after = try await installation.run("users", "show", "user501", "--output", "json").json()
                #expect(after["profile"] == .object([:]))
            }
        }

        @Test(
            "is refused in a file with its line",
            arguments: [
                (
                    "user,jobTitle\nnobody,Head\n",
                    "line 2: “nobody” is nobody whom the last sync saw or the organization has"
                ),
                (
                    "user,hiddenFromGlobalAddressList\nana,maybe\n",
                    "line 2, column hiddenFromGlobalAddressList: ana would get “maybe”"
                ),
                ("user,title\nana,Head\n", "unknown column title"),
                ("user\nana\n", "it has no column but user"),
                ("user,jobTitle\nana,\"Head\n", "a quoted field does not end"),
                ("user,jobTitle\nana,Head,more\n", "line 2 has more fields than the header; nothing was done"),
                ("user,jobTitle\n,Head\n", "line 2 names no user; nothing was done"),
            ] as [(String, String)])
        func refusedFile(file: String, words: String) async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.addMailboxes("ana")
                let path = try installation.write(file.utf8, to: "people.csv")
                let outcome = try await installation.run("users", "set", "--from-file", path)
                #expect(outcome.code == 1 && outcome.error.contains(words), "\(outcome.error)")
                #expect(try await installation.run("audit", "list", "--output", "json").json() == .list([]))
            }
        }
    }
}
