// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Testing

@testable import workmail_sync

@Suite struct OutputTests {
    @Test(
        "what could take the terminal over is escaped, and everything else stays",
        arguments: [
            Sample("Müller, Jörg", "Müller, Jörg"), Sample("李小龍 👩‍👩‍👧", "李小龍 👩‍👩‍👧"), Sample("e\u{301}", "e\u{301}"),
            Sample("CN=a\\,b", "CN=a\\,b"), Sample("a\nb\r\t\0", "a\\nb\\r\\t\\0"), Sample("\u{1B}[2J", "\\u{1B}[2J"),
            Sample("\u{7F}\u{9B}1m", "\\u{7F}\\u{9B}1m"), Sample("a\u{202E}gpj", "a\\u{202E}gpj"),
            Sample("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"), Sample("a\u{200B}b", "a\\u{200B}b"),
            Sample("a\u{2028}b", "a\\u{2028}b"), Sample("\u{FEFF}a", "\\u{FEFF}a"), Sample("\u{AD}", "\\u{AD}"),
            Sample("\r\n", "\\r\\n"), Sample("", ""),
        ])
    func printable(sample: Sample) {
        #expect(Array(sample.text.printable.utf8) == Array(sample.expected.utf8))
    }

    /// A pair whose first text must not reach the terminal of whoever runs the tests.
    struct Sample: CustomTestStringConvertible {
        let text: String
        let expected: String
        init(_ text: String, _ expected: String) { (self.text, self.expected) = (text, expected) }
        var testDescription: String { expected }
    }

    @Test func `messages of several lines keep their line ends, and only these`() {
        #expect("a\nb\u{1B}".printableLines == "a\nb\\u{1B}")
        #expect("a\r\nb".printableLines == "a\\r\nb")
    }

    @Test(
        "width is counted in columns of the terminal",
        arguments: [
            ("", 0), ("abc", 3), ("Jörg", 4), ("Jo\u{308}rg", 4), ("李小龍", 6), ("ﾊﾝ", 2), ("한국", 4),
            ("\u{1112}\u{1161}\u{11AB}", 2),
            ("👍", 2), ("👍🏽", 2), ("👩‍👩‍👧", 2), ("🇩🇪", 2), ("❤️", 2), ("❤", 1), ("Ａ", 2), ("…", 1), ("नि", 2), ("1️⃣", 1),
        ] as [(String, Int)])
    func width(text: String, expected: Int) {
        #expect(text.displayWidth == expected)
    }

    @Test(
        "cutting happens between whole characters and leaves an ellipsis",
        arguments: [
            ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("李小龍", 6, "李小龍"), ("李小龍", 5, "李小…"), ("李小龍", 4, "李…"),
            ("👩‍👩‍👧x", 2, "…"), ("e\u{301}e\u{301}", 1, "…"), ("abc", 0, ""), ("abc", 1, "…"),
        ] as [(String, Int, String)])
    func truncated(text: String, columns: Int, expected: String) {
        #expect(text.truncated(to: columns) == expected)
    }

    @Test func `JSON has sorted keys, dates in UTC and plain slashes`() throws {
        struct Document: Encodable {
            var path = "/a/b"
            var at = Date(timeIntervalSince1970: 0)
            var name = "Jörg\n\u{1B}"
        }
        #expect(
            try JSONDocument.text(Document()) == """
                {
                  "at" : "1970-01-01T00:00:00Z",
                  "name" : "Jörg\\n\\u001b",
                  "path" : "/a/b"
                }
                """)
    }

    @Test func `exit codes are the documented ones`() {
        #expect(Exit.allCases.map(\.rawValue) == [0, 1, 2, 3, 64, 78, 75])
    }

    @Test func `a failure names the thing, the cause and what to do`() {
        let failure = CommandFailure("f\u{1B}", "it is gone\nquite", remedy: "bring it back", exit: .tryAgain)
        let report = FailureReport(failure)
        #expect(report.text == "workmail-sync: f\\u{1B}: it is gone\nquite\nwhat to do: bring it back")
        #expect(report.exit == 75)
        #expect(FailureReport(CommandFailure("a", "b")).text == "workmail-sync: a: b")
        #expect(FailureReport(Exit.waiting.code) == FailureReport(ExitCode(2)))
        #expect(FailureReport(Exit.waiting.code).text.isEmpty)
    }

    @Test func `configuration problems are lines that editors jump to`() {
        let problems = ConfigurationProblems(
            file: "/etc/f", [ConfigurationProblem("no line"), ConfigurationProblem(line: 3, key: "a.b", "is wrong")])
        #expect(
            FailureReport(problems).text == """
                workmail-sync: the configuration has 2 problems:
                /etc/f:3: a.b: is wrong
                /etc/f: no line
                what to do: correct the file, then: workmail-sync config check
                """)
        #expect(FailureReport(problems).exit == 1)
    }

    @Test func `there are no colours and no limits where there is no terminal`() {
        #expect(Terminal.of(-1, environment: [:]) == .none)
        #expect(Terminal.of(-1, environment: ["COLUMNS": "40"]) == .none)
        #expect(Terminal.none.styled("a", .bad) == "a")
        #expect(Terminal(columns: 80, hasColours: true).styled("a", .bad) == "\u{1B}[31ma\u{1B}[0m")
    }
}
