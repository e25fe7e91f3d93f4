// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// Names in a directory are written by others: none of them reaches a terminal as anything but text.
@Suite(.tags(.server), .requiresSamba, .sharedController) struct `Names that would take the terminal over` {
    /// What shows something of eve's, and so of her name.
    static let commands: [[String]] = [
        ["candidates"], ["approve", "eve", "--email", "ana@example.com"], ["explain", "eve"], ["explain", "ana"],
        ["sync", "--dry-run"], ["sync"], ["approve", "eve", "ana"], ["approve", "eve", "nobody"],
        ["users", "enable", "eve"], ["users", "list"], ["users", "show", "eve"], ["status"], ["doctor"],
        ["users", "disable", "eve", "--reason", SambaDomainController.hostileName],
        ["users", "disable", "eve", "--reason", "left"], ["explain", "eve"],
        ["reject", "eve", "--reason", SambaDomainController.hostileName], ["explain", "eve"],
        ["approve", SambaDomainController.hostileName], ["config", "show"],
    ]

    @Test func `are escaped in every table, every message, and on the terminal`() async throws {
        try await Installation.withPeople { installation in
            var shown: [[String]] = []
            for command in Self.commands {
                let piped = try await installation.run(command)
                for text in [piped.output, piped.error] {
                    #expect(text.unicodeScalars.allSatisfy(isHarmless), "\(command): \(text.debugDescription)")
                    if text.contains("Eve\\u{1B}[2J\\u{1B}]0;owned\\u{7}\\nroot \\u{202E}gpj.\\u{9B}1m\\u{7F}\\u{200B}")
                    {
                        shown.append(command)
                    }
                }
            }
            #expect(shown.count >= 11, "the name was where it was looked for: \(shown)")
            for command in ["candidates", "status"] {
                let screen = try await installation.run(command, atTerminalOf: 200).output
                #expect(withoutColours(screen).unicodeScalars.allSatisfy { isHarmless($0) || $0 == "\r" })
            }
        }
    }

    @Test func `are the same text in JSON, in a spelling that no terminal obeys`() async throws {
        try await Installation.withPeople { installation in
            for command in [["candidates"], ["users", "list"], ["approve", "eve"], ["explain", "eve"], ["sync"]] {
                let outcome = try await installation.run(command + ["--output", "json"])
                #expect(outcome.output.unicodeScalars.allSatisfy(isHarmless), "\(outcome.output.debugDescription)")
                _ = try outcome.json()
            }
            let list = try await installation.run("users", "list", "--output", "json")
            #expect(list.output.contains(#""Eve\u001b[2J\u001b]0;owned\u0007\nroot \u202egpj.\u009b1m\u007f\u200b""#))
            let name = try #require(list.json().first("name", "eve")?["displayName"]?.text)
            #expect(Array(name.utf8) == Array(SambaDomainController.hostileName.utf8))
        }
    }

    @Test func `are escaped in the picker, where they can be ticked all the same`() async throws {
        try await Installation.withPeople { installation in
            let steps = [("ticked", "/eve\r"), ("filter: eve", " "), ("1 ticked", "\r"), ("(y/n)", "y")]
            let outcome = try await installation.run("approve", atTerminalOf: 120, typing: steps)
            #expect(outcome.code == 0, "\(outcome.error)")
            #expect(outcome.output.contains("Eve\\u{1B}[2J"))
            #expect(!outcome.output.contains("\u{1B}]0;") && !outcome.output.contains("\u{202E}"))
            #expect(!outcome.output.contains("\u{1B}[2J") && !outcome.output.contains("\u{9B}"))
            let decision = try await installation.run("explain", "eve", "--output", "json").json()["decision"]
            #expect(decision?["verdict"]?.text == "approved")
        }
    }
}

/// Text, or a line feed. A pipe is given no colours.
private func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control: scalar == "\n"
    case .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: false
    default: true
    }
}

/// What a terminal got without the styles that the program itself sends (ECMA-48 SGR).
func withoutColours(_ text: String) -> String {
    text.replacing(#/\x1B\[[0-9]+m/#, with: "")
}
