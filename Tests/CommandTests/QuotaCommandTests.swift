// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import WorkMail

extension `Accounts of a WorkMail directory` {
    /// `quota`: 1 to 51200 MB, and who has used how much of it.
    @Suite struct `Quotas at the command line` {
        @Test("takes the sizes that the service takes", arguments: [1, 51_200])
        func taken(megabytes: Int) async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.addMailboxes("ana", "bob")
                let set = try await installation.run("quota", "set", "ana", "bob", "\(megabytes)", "--output", "json")
                #expect(set.code == 0, "\(set.error)")
                // 51,200 MB is what everybody has until told otherwise.
                let calls = try set.json()["done"]?.texts("operation")
                #expect(calls == (megabytes == 51_200 ? [] : ["UpdateMailboxQuota", "UpdateMailboxQuota"]))
                let shown = try await installation.run("quota", "show", "ana", "bob", "--output", "json").json()
                #expect(
                    shown.items.map { $0["quotaMegabytes"] } == [
                        .number(Double(megabytes)), .number(Double(megabytes)),
                    ])
            }
        }

        @Test("refuses every other one", arguments: ["0", "51201", "-1", "many", "1.5"])
        func refused(megabytes: String) async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.addMailboxes("ana")
                let set = try await installation.run("quota", "set", "ana", "--", megabytes)
                if Int(megabytes) == nil {
                    #expect(set.code == 64 && set.error.contains("“\(megabytes)” is no number of MB"), "\(set.error)")
                } else {
                    #expect(set.code == 1)
                    #expect(
                        set.error.contains("ana: cannot get a quota of \(megabytes) MB: it is 1 to 51200 MB"),
                        "\(set.error)")
                }
                #expect(try await installation.run("audit", "list", "--output", "json").json() == .list([]))
            }
        }

        @Test func `a file is taken whole or not at all, and the bad number is named by line and column`() async throws
        {
            try await Installation.withOwnDirectory { installation in
                try await installation.addMailboxes("ana", "bob")
                let before = try await installation.run("quota", "report", "--output", "json").json()
                for (text, words) in [
                    ("user,quota\nana,100\nbob,1 GB\n", "quotas.csv, line 3, column quota: “1 GB” is no number of MB"),
                    ("user,quota\nana,100\nbob,60000\n", "quotas.csv, line 3: bob cannot get a quota of 60000 MB"),
                    ("user,quota\nana,100\nbob,\n", "quotas.csv, line 3, column quota: “” is no number of MB"),
                ] {
                    let path = try installation.write(text.utf8, to: "quotas.csv")
                    let refused = try await installation.run("quota", "set", "--from-file", path)
                    #expect(refused.code == 1 && refused.error.contains(words), "\(refused.error)")
                    #expect(try await installation.run("quota", "report", "--output", "json").json() == before)
                }
                let path = try installation.write("user,quota\nana,100\nbob,200\n".utf8, to: "quotas.csv")
                let set = try await installation.run("quota", "set", "--from-file", path)
                #expect(set.code == 0 && set.output.contains("2 done."), "\(set.output)")
            }
        }

        @Test func `the report has the fullest first, and who is told at 90 percent`() async throws {
            try await Installation.withOwnDirectory { installation in
                let ids = try await installation.addMailboxes("half", "nearly", "empty", "over", "below")
                #expect(
                    try await installation.run("quota", "set", "half", "nearly", "empty", "over", "below", "1000").code
                        == 0
                )
                let organization = try installation.organization()
                for (id, megabytes) in zip(ids, [500, 900, 0, 1200, 899.9]) {
                    try await organization.mailboxHolds(id, megabytes: megabytes)
                }
                let report = try await installation.run("quota", "report", "--output", "json").json()
                #expect(report.items.compactMap { $0["user"]?.text } == ["over", "nearly", "below", "half", "empty"])
                #expect(
                    report.items.map { $0["isNoticed"] } == [
                        .bool(true), .bool(true), .bool(false), .bool(false), .bool(false),
                    ])
                #expect(report.first("user", "nearly")?["percent"] == .number(90))
                let text = try await installation.run("quota", "report").output
                #expect(text.contains("the user is told (90 %)") && text.contains("full"), "\(text)")
                #expect(text.contains("5 mailboxes, 2 at 90 % of the quota or above."), "\(text)")
                let above = try await installation.run("quota", "report", "--above", "90", "--output", "json").json()
                #expect(above.texts("user") == ["nearly", "over"])
                let shown = try await installation.run("users", "show", "nearly").output
                #expect(shown.contains("1000 MB, 90.0 % used") || shown.contains("1000 MB, 90 % used"), "\(shown)")
            }
        }
    }
}
