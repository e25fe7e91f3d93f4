// SPDX-License-Identifier: Apache-2.0
import Foundation
import PasswordPolicy
import TestSupport
import Testing
import WorkMail

extension `Accounts of a WorkMail directory` {
    /// Where a password comes from: what of it is the password and what is not, and what happens when we are told to end.
    @Suite struct `A password that is read` {
        @Test(arguments: ["Abcdefg-12", "Abcdefg-12\n", "Abcdefg-12\r\n"])
        func `from a file has no end of line, be it of Windows`(text: String) async throws {
            try await Installation.withOwnDirectory { installation in
                let ana = try await installation.addMailboxes("ana")[0]
                let outcome = try await installation.run(
                    "password", "reset", "ana", "--password-fd", "0", input: text)
                #expect(outcome.code == 0, "\(outcome.error)")
                let organization = try installation.organization()
                #expect(try await organization.verifies(Password(utf8: Array("Abcdefg-12".utf8)), of: ana))
            }
        }

        @Test(arguments: [
            ("\u{FEFF}Abcdefg-12\n", "byte order mark"), ("Abcdefg-12\r", "carriage return"),
            ("Abcdefg-12\r\r\n", "carriage return"), ("Abcdefg-12\nAbcdefg-13\n", "more than one line"),
            ("A\u{0}b\u{0}c\u{0}", "UTF-16"), ("\r\n", "holds no password"),
            (String(repeating: "a", count: 4097), "more than 4096 bytes"),
        ])
        func `from a file that is written otherwise is refused`(text: String, words: String) async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.addMailboxes("ana")
                let outcome = try await installation.run(
                    "password", "reset", "ana", "--password-fd", "0", input: text)
                #expect(outcome.code == 1 && outcome.error.contains(words), "\(outcome.error)")
                #expect(!outcome.error.contains("Abcdefg"))
                let audit = try await installation.run("audit", "list", "--operation", "ResetPassword")
                #expect(audit.output == "No record.\n")
            }
        }

        @Test func `comes from no descriptor that we opened ourselves`() async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.addMailboxes("ana")
                for command in ["check ana", "reset ana", "reset ana --delegate --as x@y --as-password-fd 0"] {
                    for number in [-1, 3, 6, 9, 12] {
                        let outcome = try await installation.shell(
                            "\"$0\" password \(command) --password-fd=\(number) </dev/null")
                        #expect(outcome.code == 64 && outcome.error.contains("no file is open there"), "\(number)")
                    }
                }
            }
        }

        @Test(arguments: ["\u{1B}[A", "\u{1A}", "\t"])
        func `has no key in it that is no character`(key: String) async throws {
            try await Installation.withOwnDirectory { installation in
                try await installation.addMailboxes("ana")
                let outcome = try await installation.run(
                    "password", "reset", "ana", atTerminalOf: 100,
                    typing: [("New password for ana: ", "Abcdefg-12\(key)\r")])
                #expect(outcome.code == 1 && outcome.output.contains("no character"), "\(outcome.output)")
                #expect(outcome.error.isEmpty, "\(outcome.error)")
            }
        }

        @Test(arguments: ["TERM", "INT", "HUP", "QUIT"])
        func `is not waited for any longer after a signal, and the terminal is given back`(name: String) async throws {
            let number: [String: Int32] = ["HUP": 1, "INT": 2, "QUIT": 3, "TERM": 15]
            try await Installation.withOwnDirectory { installation in
                try await installation.addMailboxes("ana")
                let outcome = try await installation.run(
                    "password", "reset", "ana", atTerminalOf: 100,
                    typing: [("New password for ana: ", "Abc"), ("", "kill -\(name)")])
                #expect(outcome.code == 128 + number[name]!, "\(outcome.code) \(outcome.output)")
                #expect(outcome.error.isEmpty, "\(outcome.error)")
                // At a descriptor that nobody writes to. The shell waits for the program and tells how it ended.
                guard ["TERM", "HUP"].contains(name) else { return }
                // At a descriptor that nobody writes to. A shell has its background jobs ignore the other two.
                let piped = try await installation.shell(
                    """
                    mkfifo pipe; sleep 20 >pipe & writer=$!
                    "$0" password reset ana --password-fd 0 <pipe & program=$!
                    \(Self.untilReading)
                    kill -\(name) $program; wait $program; code=$?; kill $writer; exit $code
                    """)
                #expect(piped.code == 128 + number[name]!, "\(piped.code)")
            }
        }

        /// Waits until `$program` waits for the pipe, for ten seconds at the most.
        private static let untilReading =
            "for _ in $(seq 100); do grep -q pipe_read /proc/$program/task/*/wchan && break; sleep 0.1; done"

        @Test func `is in a process of which nobody gets a core`() async throws {
            try await Installation.withOwnDirectory { installation in
                let outcome = try await installation.shell(
                    """
                    ulimit -c unlimited; mkfifo pipe; sleep 20 >pipe & writer=$!
                    "$0" users create ana --display-name Ana --password-fd 3 3<pipe & program=$!
                    \(Self.untilReading)
                    grep 'Max core' /proc/$program/limits; kill $program $writer
                    """)
                #expect(outcome.output.split(separator: " ").prefix(5) == ["Max", "core", "file", "size", "0"])
            }
        }
    }
}
