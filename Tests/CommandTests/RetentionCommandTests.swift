// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import WorkMail

extension `Accounts of a directory` {
    /// What becomes of a disabled mailbox: 30 days, counted from the moment of the disable.
    @Suite struct `A mailbox that was disabled` {
        @Test func `comes back with all it had an hour before the 30 days are over`() async throws {
            try await Self.withLeaver(ago: 29 * 86_400 + 23 * 3_600) { installation in
                let left = try await installation.run("users", "retention", "--output", "json").json()
                #expect(left.texts("user") == ["ana"] && left.items[0]["daysLeft"] == .number(1))
                #expect(left.items[0]["had"]?["primary"]?.text == "ana@example.com")
                let text = try await installation.run("users", "retention").output
                #expect(text.contains("deleted within a day"), "\(text)")
                #expect(text.contains("ana@example.com, press@example.com, 2048 MB, rights of 1"), "\(text)")
                let enabled = try await installation.run("users", "enable", "ana", "--output", "json")
                #expect(enabled.code == 0, "\(enabled.error)")
                let shown = try await installation.run("users", "show", "ana", "--output", "json").json()
                #expect(shown["user"]?["state"]?.text == "ENABLED" && shown["quotaMegabytes"] == .number(2048))
                #expect(shown["sizeMegabytes"] == .number(12), "the old mailbox, with what is in it")
                #expect(shown["sendsFrom"] == .list([.text("ana@example.com"), .text("press@example.com")]))
                let rights = try await installation.run("permissions", "list", "ana", "--output", "json").json()
                #expect(rights.first("grantee", "bob")?["permissions"] == .list([.text("SEND_AS")]))
                #expect(try await installation.run("users", "retention", "--output", "json").json() == .list([]))
                try await installation.succeed("sync")
            }
        }

        @Test func `is gone at 30 days, and enabling says that it starts empty`() async throws {
            try await Self.withLeaver(ago: 30 * 86_400) { installation in
                #expect(try await installation.run("users", "retention").output == "No disabled mailbox is kept.\n")
                for command in [["users", "enable", "ana"], ["approve", "ana"]] {
                    let refused = try await installation.run(command)
                    #expect(refused.code == 1, "\(command)")
                    #expect(refused.error.contains("had a mailbox, which was deleted on "), "\(refused.error)")
                    #expect(
                        refused.error.contains("30 days after it was disabled; a new one starts empty: --new-mailbox"),
                        "\(refused.error)")
                }
                let enabled = try await installation.run("users", "enable", "ana", "--new-mailbox")
                #expect(enabled.code == 0, "\(enabled.error)")
                let shown = try await installation.run("users", "show", "ana", "--output", "json").json()
                #expect(shown["user"]?["state"]?.text == "ENABLED" && shown["sizeMegabytes"] == .number(0))
                #expect(
                    shown["sendsFrom"] == .list([.text("ana@example.com")])
                        && shown["quotaMegabytes"] == .number(51_200))
                #expect(
                    try await installation.run("permissions", "list", "ana", "--output", "json").json() == .list([]))
            }
        }

        @Test func `leaves a note for the files`() async throws {
            try await Installation.withPeople { installation in
                try await Self.furnish(installation)
                let note = installation.folder + "/leaver.txt"
                let disabled = try await installation.run(
                    "users", "disable", "ana", "--reason", "left on 30 November", "--export-note", note)
                #expect(disabled.code == 0, "\(disabled.error)")
                let text = try String(contentsOfFile: note, encoding: .utf8)
                for words in [
                    "address      ana@example.com", "aliases      press@example.com", "quota        2048 MB",
                    "left on 30 November", "kept until ", "SEND_AS", "enable it again before that date",
                ] { #expect(text.contains(words), "\(words): \(text)") }
                let mode = try FileManager.default.attributesOfItem(atPath: note)[.posixPermissions] as? NSNumber
                #expect(mode?.intValue == 0o600)
            }
        }

        /// Ana, who was disabled that many seconds ago and had an alias, a quota, mail and somebody with rights.
        private static func withLeaver(ago seconds: Double, _ body: (Installation) async throws -> Void) async throws {
            try await Installation.withPeople { installation in
                try await furnish(installation)
                try await installation.succeed("users", "disable", "ana")
                // The same once more, at that time, and so for the note of what she had.
                let moment = Date().addingTimeInterval(-seconds)
                let organization = try installation.organization { moment }
                let id = try await id(installation)
                try await organization.registerToWorkMail(id, email: EmailAddress("ana@example.com"))
                try await organization.deregisterFromWorkMail(id)
                let earlier = "json_set(content, '$.taken', json_extract(content, '$.taken') - \(seconds))"
                try await installation.execute("UPDATE snapshot SET taken = taken - \(seconds), content = \(earlier)")
                try await body(installation)
            }
        }

        private static func furnish(_ installation: Installation) async throws {
            try await installation.succeed("email", "add", "ana", "press")
            try await installation.succeed("quota", "set", "ana", "2048")
            try await installation.succeed("permissions", "grant", "ana", "bob", "--send-as")
            try await installation.organization().mailboxHolds(try await id(installation), megabytes: 12)
        }

        private static func id(_ installation: Installation) async throws -> EntityID {
            let shown = try await installation.run("users", "show", "ana", "--output", "json").json()
            return EntityID(shown["user"]?["id"]?.text ?? "")
        }
    }
}

extension `Accounts of a WorkMail directory` {
    @Suite struct `Disabled mailboxes of a WorkMail directory` {
        @Test func `are listed by their end, with a warning at seven days, three and one`() async throws {
            try await Self.withLeavers([("eight", 22), ("seven", 23), ("three", 27), ("one", 29), ("gone", 30)]) {
                installation in
                let all = try await installation.run("users", "retention", "--output", "json").json()
                #expect(all.items.compactMap { $0["user"]?.text } == ["one", "three", "seven", "eight"])
                #expect(all.items.map { $0["daysLeft"] } == [.number(1), .number(3), .number(7), .number(8)])
                let lines = try await installation.run("users", "retention").output.split(separator: "\n")
                func line(_ user: String) -> Substring { lines.first { $0.hasPrefix("\(user) ") } ?? "" }
                #expect(line("one").contains("deleted within a day"))
                #expect(line("three").contains("deleted within 3 days"))
                #expect(line("seven").contains("deleted within 7 days"))
                #expect(!line("eight").contains("deleted"))
                #expect(lines.last == "To keep one: workmail-sync users enable USER")
                let soon = try await installation.run("users", "retention", "--within", "3", "--output", "json").json()
                #expect(soon.items.compactMap { $0["user"]?.text } == ["one", "three"])
            }
        }

        @Test func `come back within 30 days, and after them a new one has to be asked for`() async throws {
            try await Self.withLeavers([("kept", 29), ("gone", 30)]) { installation in
                try await installation.succeed("users", "enable", "kept")
                let refused = try await installation.run("users", "enable", "gone")
                #expect(refused.code == 1)
                #expect(
                    refused.error.contains("30 days after it was disabled; a new one starts empty: --new-mailbox"),
                    "\(refused.error)")
                let shown = try await installation.run("users", "list", "--state", "enabled", "--output", "json").json()
                #expect(shown.texts("name") == ["kept"])
                try await installation.succeed("users", "enable", "gone", "--new-mailbox")
            }
        }

        /// Users who were disabled that many days and a minute ago.
        private static func withLeavers(
            _ leavers: [(name: String, days: Double)], _ body: (Installation) async throws -> Void
        ) async throws {
            try await Installation.withOwnDirectory { installation in
                for (name, days) in leavers {
                    let id = try await installation.addMailboxes(name)[0]
                    let moment = Date().addingTimeInterval(-days * 86_400 - 60)
                    try await installation.organization { moment }.deregisterFromWorkMail(id)
                }
                try await body(installation)
            }
        }
    }
}
