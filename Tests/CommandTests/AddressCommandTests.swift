// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import WorkMail

extension `Accounts of a WorkMail directory` {
    /// `email`: aliases, addresses in other domains, and the primary one.
    @Suite struct `Addresses at the command line` {
        @Test func `without a domain it is an alias in the same one, with another domain an address`() async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.addMailboxes("ana")
                let added = try await installation.run(
                    "email", "add", "ana", "sales", "ana@example.org", "Press@Example.com", "--output", "json")
                #expect(added.code == 0, "\(added.error)")
                #expect(try added.json()["done"]?.texts("operation") == ["CreateAlias", "CreateAlias", "CreateAlias"])
                let listed = try await installation.run("email", "list", "ana", "--output", "json").json()
                #expect(
                    listed.items.compactMap { $0["address"]?.text?.lowercased() } == [
                        "ana@example.com", "ana@example.org", "press@example.com", "sales@example.com",
                    ])
                #expect(
                    listed.items.compactMap { $0["kind"]?.text } == [
                        "primary", "address in another domain", "alias", "alias",
                    ])
                let shown = try await installation.run("users", "show", "ana", "--output", "json").json()
                #expect(shown["sendsFrom"]?.items.count == 4, "aliases are what somebody sends from")
                let again = try await installation.run("email", "add", "ana", "SALES")
                #expect(again.code == 0 && again.output.contains("ana: it is so already."), "\(again.output)")
                #expect(
                    try await installation.run("email", "list", "ana").output.contains("3 of 100 aliases are used."))

                try await installation.succeed("email", "remove", "ana", "sales", "ana@example.org")
                let gone = try await installation.run("email", "remove", "ana", "sales")
                #expect(
                    gone.code == 1
                        && gone.error.lowercased().contains(
                            "ana: has no alias sales@example.com; it has press@example.com"),
                    "\(gone.error)")
            }
        }

        @Test func `a new primary address leaves the old one as an alias`() async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.addMailboxes("ana")
                try await installation.succeed("email", "set-primary", "ana", "ana.silva")
                let listed = try await installation.run("email", "list", "ana", "--output", "json").json()
                #expect(listed.first("address", "ana.silva@example.com")?["kind"]?.text == "primary")
                #expect(listed.first("address", "ana@example.com")?["kind"]?.text == "alias")
                let refused = try await installation.run("email", "remove", "ana", "ana.silva@example.com")
                #expect(refused.code == 1)
                #expect(
                    refused.error.contains(
                        "ana: has ana.silva@example.com as primary address: give it another first (workmail-sync email set-primary)"
                    ), "\(refused.error)")
                // Back again: both are the user's own.
                try await installation.succeed("email", "set-primary", "ana", "ana@example.com")
                #expect(try await installation.run("email", "list", "ana", "--output", "json").json().items.count == 2)
            }
        }

        @Test(
            "that cannot be had is refused, and says why",
            arguments: [
                (["ana", "bob@example.com"], "ana: cannot get bob@example.com: it belongs to user bob ("),
                (["ana", "robert@example.org"], "ana: cannot get robert@example.org: it belongs to user bob ("),
                (
                    ["ana", "a@example.net"],
                    "the organization has no domain example.net; it has example.com, example.org"
                ),
                (["ana", "a b@example.com"], "cannot have “a b@example.com”"),
                (["off", "o2"], "off: is DISABLED: only an ENABLED user has a mailbox to edit; enable it first"),
                (["nobody", "o2"], "nobody"),
            ] as [([String], String)])
        func refused(arguments: [String], words: String) async throws {
            try await Installation.withOwnDirectory { installation in
                let ids = try await installation.addMailboxes("ana", "bob", "off")
                let organization = try installation.organization()
                try await organization.createAlias(ids[1], alias: EmailAddress("robert@example.org"))
                try await organization.deregisterFromWorkMail(ids[2])
                for command in ["add", "set-primary"] {
                    let outcome = try await installation.run(["email", command] + arguments)
                    #expect(outcome.code == 1 && outcome.error.contains(words), "\(command): \(outcome.error)")
                }
                #expect(try await organization.listAliases(ids[0]).count == 1)
                #expect(
                    try await installation.run("audit", "list", "--output", "json").json() == .list([]),
                    "no call was made")
            }
        }

        @Test func `the 101st alias is refused before any call, counted within one file as well`() async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.addMailboxes("ana", "bob")
                func file(_ numbers: ClosedRange<Int>) throws -> String {
                    let rows = "user,alias\nbob,one\n" + numbers.map { "ana,a\($0)\n" }.joined()
                    return try installation.write(rows.utf8, to: "aliases.csv")
                }
                let tooMany = try await installation.run("email", "add", "--from-file", try file(1...101))
                #expect(tooMany.code == 1)
                #expect(
                    tooMany.error.contains(
                        "line 103: ana has 100 aliases: the service takes 100 a user, for good; use a group for more"),
                    "\(tooMany.error)")
                #expect(try await installation.run("email", "list", "bob", "--output", "json").json().items.count == 1)
                #expect(try await installation.run("audit", "list", "--output", "json").json() == .list([]))
                try await installation.succeed("email", "add", "--from-file", try file(1...100))
                for words in [["email", "add", "ana", "more"], ["email", "set-primary", "ana", "more"]] {
                    let refused = try await installation.run(words)
                    #expect(refused.code == 1 && refused.error.contains("ana: has 100 aliases"), "\(refused.error)")
                }
                // An alias of her own.
                try await installation.succeed("email", "set-primary", "ana", "a1")
            }
        }

        @Test func `one file gives no address to two people`() async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.addMailboxes("ana", "bob")
                let refused = try await installation.run(
                    "email", "add", "--from-file", "-", input: "user,alias\nana,press\nbob,PRESS@example.com\n")
                #expect(refused.code == 1)
                #expect(
                    refused.error.contains(
                        "standard input, line 3: bob cannot get PRESS@example.com: ana is to get it too"),
                    "\(refused.error)")
            }
        }
    }
}

extension `Accounts of a directory` {
    @Suite struct `Addresses of people of a directory` {
        @Test func `a primary address that an administrator set is not changed back by the next run`() async throws {
            try await Installation.withPeople { installation in
                let set = try await installation.run("email", "set-primary", "ana", "ana.silva@example.com")
                #expect(set.code == 0, "\(set.error)")
                let run = try await installation.run("sync", "--output", "json")
                #expect(run.code == 0)
                #expect(try run.json()["planned"]?.items == [] && run.json()["done"]?.items == [])
                let listed = try await installation.run("email", "list", "ana", "--output", "json").json()
                #expect(listed.first("address", "ana.silva@example.com")?["kind"]?.text == "primary")
                #expect(listed.first("address", "ana@example.com")?["kind"]?.text == "alias")
                let explained = try await installation.run("explain", "ana", "--output", "json").json()
                #expect(explained["decision"]?["email"]?.text == "ana.silva@example.com")
                #expect(explained["decision"]?["verdict"]?.text == "approved")
                // Approved without an address, the directory's is followed again.
                try await installation.succeed("approve", "ana")
                try await installation.succeed("sync")
                let followed = try await installation.run("email", "list", "ana", "--output", "json").json()
                #expect(followed.first("address", "ana@example.com")?["kind"]?.text == "primary")
            }
        }

        @Test func `an alias that an administrator added stays`() async throws {
            try await Installation.withPeople { installation in
                try await installation.succeed("email", "add", "ana", "press")
                try await installation.succeed("sync")
                let listed = try await installation.run("email", "list", "ana", "--output", "json").json()
                #expect(listed.texts("address") == ["ana@example.com", "press@example.com"])
            }
        }
    }
}
