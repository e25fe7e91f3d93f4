// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

extension `Accounts of a WorkMail directory` {
    /// `audit`: what was done, by whom, and that nobody has rewritten it.
    @Suite struct `The journal at the command line` {
        @Test func `lists, shows and exports every record`() async throws {
            try await Self.withJournal { installation in
                let records = try await installation.run("audit", "list", "--output", "json").json()
                let operations = ["UpdateUser", "CreateAlias", "UpdateMailboxQuota", "UpdateUser"]
                #expect(records.items.compactMap { $0["operation"]?.text } == operations)
                #expect(
                    records.items[0].keys == [
                        "id", "at", "by", "entityID", "who", "operation", "old", "new", "reason", "result", "finished",
                        "requests", "chain",
                    ])
                #expect(records.items.allSatisfy { $0["result"]?.text == "done" && $0["by"]?.text == "root" })
                #expect(records.items[0]["reason"]?.text == "a new post")
                let id = try #require(records.items[0]["id"]?.number)
                let shown = try await installation.run("audit", "show", "\(Int(id))", "--output", "json").json()
                #expect(shown == records.items[0])
                let text = try await installation.run("audit", "show", "\(Int(id))").output
                #expect(text.contains("jobTitle: Head") && text.contains("because     a new post"), "\(text)")
                let none = try await installation.run("audit", "show", "999")
                #expect(none.code == 1 && none.error.contains("record 999: there is none"))

                let ana = try await installation.run("audit", "list", "--user", "ana", "--output", "json").json()
                #expect(ana.items.count == 3)
                let quotas = try await installation.run(
                    "audit", "list", "--operation", "UpdateMailboxQuota", "--output", "json"
                ).json()
                #expect(quotas.items.count == 1)
                #expect(try await installation.run("audit", "list", "--until", "2020-01-01").output == "No record.\n")
                #expect(
                    try await installation.run("audit", "list", "--limit", "1", "--output", "json").json().items.count
                        == 1)

                let lines = try await installation.run("audit", "export").output.split(separator: "\n")
                let exported = try lines.map { try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8)) }
                #expect(exported == records.items)
                let table = try await installation.run("audit", "export", "--format", "csv").output.split(
                    separator: "\n")
                #expect(
                    table.first == "id,at,finished,by,operation,who,objectGUID,entityID,old,new,reason,result,chain")
                #expect(table.count == 5)
                let head = try await installation.run("audit", "verify", "--output", "json").json()["head"]?.text
                #expect(table.last?.hasSuffix(",\(head ?? "?")") == true, "the last link stands in the last line")
                // What a spreadsheet would run.
                #expect(table.last?.contains(#""{""displayName"":""=1+1""}""#) == true, "\(table.last ?? "")")
            }
        }

        @Test(
            "verify finds what somebody did to it",
            arguments: [
                (
                    "UPDATE journal SET new_value = '{\"jobTitle\":\"Boss\"}' WHERE id = 1",
                    ["line 1 is not what was written"]
                ),
                ("UPDATE journal SET actor = 'nobody' WHERE id = 4", ["line 4 is not what was written"]),
                ("DELETE FROM journal WHERE id = 3", ["line 3 was removed"]),
                ("DELETE FROM journal WHERE id BETWEEN 3 AND 5", ["lines 3 to 5 were removed"]),
                ("DELETE FROM journal WHERE id >= 7", ["lines 7 to 8 were removed"]),
                ("DELETE FROM journal", ["lines 1 to 8 were removed"]),
                (
                    "UPDATE journal SET id = -1 WHERE id = 2; UPDATE journal SET id = 2 WHERE id = 3;"
                        + "UPDATE journal SET id = 3 WHERE id = -1",
                    ["line 2 is not what was written", "line 3 is not what was written"]
                ),
            ] as [(String, [String])])
        func verify(statement: String, faults: [String]) async throws {
            try await Self.withJournal { installation in
                let whole = try await installation.run("audit", "verify")
                #expect(whole.code == 0 && whole.output.hasPrefix("The journal is whole: 8 lines."), "\(whole.output)")
                try await installation.execute(statement)
                let outcome = try await installation.run("audit", "verify")
                #expect(
                    outcome.code == 1 && outcome.output.contains("The journal is NOT what was written:"), "\(outcome)")
                for fault in faults { #expect(outcome.output.contains(fault), "\(outcome.output)") }
                let json = try await installation.run("audit", "verify", "--output", "json").json()
                #expect(json["isWhole"] == .bool(false))
            }
        }

        @Test func `a head that was kept elsewhere finds a journal that was rewritten as a whole`() async throws {
            try await Self.withJournal { installation in
                let head = try #require(
                    try await installation.run("audit", "verify", "--output", "json").json()["head"]?.text)
                try await installation.succeed("quota", "set", "ana", "100")
                // It may grow.
                try await installation.succeed("audit", "verify", "--head", head)
                // Another journal, whole in itself.
                for name in ["", "-wal", "-shm"] {
                    try? FileManager.default.removeItem(atPath: installation.stateFile + name)
                }
                try await installation.succeed("quota", "set", "ana", "200")
                try await installation.succeed("audit", "verify")
                let found = try await installation.run("audit", "verify", "--head", head)
                #expect(found.code == 1)
                #expect(found.output.contains("the head \(head) is not in this journal"), "\(found.output)")
            }
        }

        @Test func `keeps values out that the configuration masks`() async throws {
            try await Installation.withOwnDirectory { installation in
                let installation = installation.changing(["audit.masked_fields": "[telephone, street]"])
                try await installation.addMailboxes("ana")
                for telephone in ["+351 21 000 4711", "+351 21 000 4712"] {
                    let set = try await installation.run(
                        "users", "set", "ana", "--telephone", telephone, "--street", "Rua Secreta", "--job-title",
                        "Head")
                    #expect(set.code == 0)
                }
                let journal = try await installation.run("audit", "export")
                #expect(
                    journal.output.contains("Head") && journal.output.contains("telephone"),
                    "that it was changed is said")
                for value in ["+351 21 000", "Rua Secreta"] {
                    #expect(!journal.output.contains(value), "\(journal.output)")
                    #expect(try installation.files(with: value).filter { $0.hasPrefix("state.db") } == [])
                }
                let shown = try await installation.run("users", "show", "ana", "--output", "json").json()
                #expect(shown["profile"]?["Telephone"]?.text == "+351 21 000 4712")
            }
        }

        /// Four changes: eight lines.
        private static func withJournal(_ body: (Installation) async throws -> Void) async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.addMailboxes("ana", "bob")
                for words in [
                    ["users", "set", "ana", "--job-title", "Head", "--reason", "a new post"],
                    ["email", "add", "ana", "press"],
                    ["quota", "set", "ana", "2048"], ["users", "set", "bob", "--display-name", "=1+1"],
                ] { try await installation.succeed(words) }
                try await body(installation)
            }
        }
    }
}

extension Installation {
    /// Does something to the state database behind the program's back.
    func execute(_ sql: String) async throws {
        let script = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.executescript(sys.argv[2]); c.commit()"
        let outcome = try await run("/usr/bin/python3", ["-c", script, stateFile, sql], input: "")
        #expect(outcome.code == 0, "\(outcome.error)")
    }
}
