// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import workmail_sync

/// What somebody at a terminal sees and types.
@Suite(.tags(.server), .requiresSamba, .sharedController) struct `At a terminal` {
    @Test func `approve without names: tick one, edit the address, confirm`() async throws {
        try await Installation.withPeople { installation in
            let steps = [
                ("0 ticked, 1/6", "e"), ("address: dan@example.com", "\u{15}d'an@example.com\r"),
                ("APOSTROPHE", "\u{15}daniel@example.com\r"), ("1 ticked", "\r"), ("Enable 1 mailbox?", "y"),
            ]
            let outcome = try await installation.run("approve", atTerminalOf: 100, typing: steps)
            #expect(outcome.code == 0, "\(outcome.error)")
            #expect(outcome.output.contains("\u{1B}[?1049l"), "the screen is given back")
            #expect(withoutColours(outcome.output).contains("The next sync enables up to 1 mailbox"))
            let dan = try await installation.run("explain", "dan", "--output", "json").json()
            #expect(dan["decision"]?["email"]?.text == "daniel@example.com")
            let left = try await installation.run("candidates", "--output", "json").json()
            #expect(left.texts("sAMAccountName").count == 5)
        }
    }

    @Test("leaving decides nothing", arguments: ["q", " q", " \rnq", " \u{3}", " \r\u{3}", "a\u{1B}"])
    func leaving(keys: String) async throws {
        try await Installation.withPeople { installation in
            let outcome = try await installation.run("approve", atTerminalOf: 80, typing: [("0 ticked, 1/6", keys)])
            #expect(outcome.code == 0, "\(outcome.error)")
            #expect(outcome.output.contains("Nothing was approved."))
            try await installation.expectUnchanged()
        }
    }

    @Test("no table is wider than the terminal", arguments: [40, 60, 200])
    func width(columns: Int) async throws {
        try await Installation.withPeople { installation in
            for command in [["candidates"], ["users", "list"], ["status"], ["doctor"], ["config", "show"]] {
                let screen = try await installation.run(command, atTerminalOf: columns)
                // Of a line that was rewritten in place, as progress is, the last state.
                let lines = withoutColours(screen.output).split(separator: "\r\n").map { line in
                    line.split(separator: "\r\u{1B}[K", omittingEmptySubsequences: false).last ?? line
                }
                // The table begins with its titles and ends with an empty line or the text's end.
                let titles = ["user  ", "run  ", "check  ", "KEY  "]
                let table = lines.drop { line in !titles.contains { line.hasPrefix($0) } }
                #expect(!table.isEmpty, "\(command): \(screen.output)")
                for line in table where !line.contains(": ") && !line.contains("enabled.") {
                    #expect(line.displayWidth <= columns, "\(command): \(line)")
                }
            }
        }
    }
}

@Suite struct `Help` {
    @Test(
        "every command has an example",
        arguments: [
            "", "sync", "run", "candidates", "approve", "reject", "users", "users list", "users show", "users create",
            "users enable", "users disable", "users set", "users delete", "users retention", "email", "email list",
            "email add", "email remove", "email set-primary", "quota", "quota show", "quota set", "quota report",
            "devices", "devices list", "devices show", "devices remove", "devices wipe", "devices block",
            "devices unblock", "devices rehearse", "permissions", "permissions list", "permissions grant",
            "permissions revoke", "permissions revoke-all", "groups", "groups list", "groups create", "groups delete",
            "password", "password policy", "password check", "password generate", "password reset",
            "explain", "ownership", "status", "audit", "audit list", "audit show", "audit verify", "audit export",
            "export", "import", "mailbox-export", "mailbox-export start", "mailbox-export status",
            "mailbox-export cancel",
            "notifications", "notifications test", "doctor", "config", "config check", "config show",
        ])
    func example(command: String) {
        let words = command.split(separator: " ").map { String($0) }
        var type: any ParsableCommand.Type = WorkmailSync.self
        for word in words {
            let found = type.configuration.subcommands.first { $0.configuration.commandName == word }
            type = found ?? type
            #expect(found != nil, "\(word)")
        }
        let help = WorkmailSync.helpMessage(for: type)
        #expect(help.contains("Example") && help.contains("workmail-sync \(command)"))
    }

    @Test func `no command is missing above`() {
        let leaves = WorkmailSync.configuration.subcommands.flatMap { type in
            type.configuration.subcommands.isEmpty ? [type] : type.configuration.subcommands
        }
        #expect(leaves.count == 54)
    }
}
