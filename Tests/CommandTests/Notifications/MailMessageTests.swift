// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import workmail_sync

@Suite struct MailMessageTests {
    private static func message(_ notice: Notice, organization: String = "local", sender: String? = nil) -> String {
        let letter = Letter(notice: notice, organization: organization, at: Date(timeIntervalSince1970: 1_772_445_600))
        return MailMessage(
            sender: sender, recipients: ["ops@example.com", "boss@example.org"], letter: letter,
            host: "mail1.example.com", id: "00000000-0000-0000-0000-000000000001"
        ).text
    }

    /// Names and values, with folded lines put together (RFC 5322 §2.2.3), and the body.
    private static func parsed(_ text: String) throws -> (headers: [(name: String, value: String)], body: String) {
        let end = try #require(text.range(of: "\n\n"))
        let lines = text[..<end.lowerBound].replacing("\n ", with: " ").split(separator: "\n")
        let headers = lines.map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (String(parts[0]), parts[1].trimmingCharacters(in: .whitespaces))
        }
        return (headers, String(text[end.upperBound...]))
    }

    @Test func `a message has what RFC 5322 and automatic mail need, and is readable where it is plain`() {
        let notice = Notice(.hold, "a safety limit holds all changes", ["12 are missing", "."])
        #expect(
            Self.message(notice, sender: "sync@example.com") == """
                From: workmail-sync <sync@example.com>
                To: ops@example.com,
                 boss@example.org
                Subject: [workmail-sync local] a safety limit holds all changes
                Date: Mon, 02 Mar 2026 10:00:00 +0000
                Message-ID: <00000000-0000-0000-0000-000000000001@mail1.example.com>
                Auto-Submitted: auto-generated
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 7bit

                a safety limit holds all changes

                12 are missing
                .

                -- \("")
                workmail-sync on mail1.example.com

                """)
    }

    @Test(
        "whatever the text is, there are the same headers and the text comes out as it was",
        arguments: [
            "Zoë Ünïcöde", "日本語の名前 その他", "👩‍👩‍👧‍👦 family", String(repeating: "ß", count: 300),
            String(repeating: "long ", count: 300), "=?UTF-8?B?QmNjOiBh?=", "a\r\nBcc: all@example.com\r\n\r\nbody",
            "nul\0 esc\u{1B}[2J bell\u{7} \u{202E}gpj", "\n\n.\n", "",
        ])
    func hostile(text: String) throws {
        let notice = Notice(.candidates, text, [text, "second line"])
        let message = Self.message(notice)
        let (headers, body) = try Self.parsed(message)
        #expect(
            headers.map(\.name) == [
                "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
                "Content-Transfer-Encoding",
            ])
        #expect(message.utf8.allSatisfy { $0 == 0x0A || (0x20...0x7E).contains($0) }, "ASCII and line feeds only")
        #expect(message.split(separator: "\n").allSatisfy { $0.utf8.count <= 998 })
        #expect(headers[0].value == "ops@example.com, boss@example.org")
        let plain =
            headers[7].value == "7bit"
            ? body : String(decoding: Data(base64Encoded: body.filter { $0 != "\n" }) ?? Data(), as: UTF8.self)
        #expect(plain.hasPrefix("\(text.printable)\n\n\(text.printable)\nsecond line\n"))
        let subject = try Self.decoded(headers[1].value)
        #expect("[workmail-sync local] \(text.printable)".hasPrefix(subject))
        #expect(subject.unicodeScalars.count >= min(400, text.printable.unicodeScalars.count))
    }

    /// RFC 2047: white space between encoded words is none; each is at most 75 characters and whole UTF-8.
    private static func decoded(_ value: String) throws -> String {
        guard value.hasPrefix("=?") else { return value }
        return try value.split(separator: " ").map { word in
            #expect(word.utf8.count <= 75)
            let inner = try #require(word.wholeMatch(of: /=\?UTF-8\?B\?([A-Za-z0-9+\/=]+)\?=/)).1
            let data = try #require(Data(base64Encoded: String(inner)))
            return try #require(String(validating: data, as: UTF8.self))
        }.joined()
    }

    @Test func `an organization's name that others chose is no way in either`() throws {
        let (headers, _) = try Self.parsed(
            Self.message(Notice(.hold, "x", []), organization: "m-1\nX-Injected: yes"))
        #expect(headers.count == 8 && headers[1].value.contains(#"m-1\nX-Injected"#))
    }

    @Test func `two messages have two ids`() {
        let letter = Letter(notice: .test, organization: "local", at: Date())
        let ids = (0..<2).map { _ in MailMessage(sender: nil, recipients: ["a@example.com"], letter: letter).id }
        #expect(ids[0] != ids[1])
        #expect(MailMessage.hostName.wholeMatch(of: /[A-Za-z0-9.-]+/) != nil)
    }
}
