// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc

/// A letter as a message (RFC 5322). Addresses come from the configuration, where each is one (`TextForm.mailAddress`); nothing
/// else becomes a header but the subject, which is one printable line and encoded where it is not plain (RFC 2047).
struct MailMessage {
    let sender: String?
    let recipients: [String]
    let letter: Letter
    /// Right of the `@` of the Message-ID.
    var host: String = MailMessage.hostName
    var id = UUID().uuidString.lowercased()

    /// Line ends are LF, as sendmail's interface takes them.
    var text: String {
        let body = ([letter.notice.summary, ""] + letter.notice.details + ["", "-- ", "workmail-sync on \(host)", ""])
            .map(\.printable).joined(separator: "\n")
        // RFC 5321 §4.5.3.1.6 has 998 bytes a line, and 8bit is not everybody's.
        let isPlain =
            body.utf8.allSatisfy { $0 < 0x80 }
            && body.split(separator: "\n").allSatisfy { $0.utf8.count <= 900 }
        let headers =
            (sender.map { ["From: workmail-sync <\($0)>"] } ?? [])
            + [
                "To: \(recipients.joined(separator: ",\n "))",
                "Subject: \(Self.encoded("[workmail-sync \(letter.organization)] \(letter.notice.summary)"))",
                "Date: \(Self.date(letter.at))",
                "Message-ID: <\(id)@\(host)>",
                // RFC 3834: no automatic answer to it.
                "Auto-Submitted: auto-generated",
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: \(isPlain ? "7bit" : "base64")",
            ]
        return headers.joined(separator: "\n") + "\n\n" + (isPlain ? body : Self.base64(body))
    }

    /// A header's text: as it is where it is short plain ASCII, else in encoded words of at most 75 characters, each of whole
    /// characters.
    static func encoded(_ text: String) -> String {
        let text = text.printable
        let isPlain = text.utf8.count <= 200 && !text.contains("=?") && text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        if isPlain { return text }
        var words: [[UInt8]] = [[]]
        for scalar in text.unicodeScalars.prefix(500) {
            let bytes = Array(String(scalar).utf8)
            if words[words.count - 1].count + bytes.count > 45 { words.append([]) }
            words[words.count - 1] += bytes
        }
        return words.map { "=?UTF-8?B?\(Data($0).base64EncodedString())?=" }.joined(separator: "\n ")
    }

    /// Such as `Mon, 02 Mar 2026 10:00:00 +0000`, in English whatever the locale is.
    static func date(_ date: Date) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss '+0000'"
        return formatter.string(from: date)
    }

    private static func base64(_ text: String) -> String {
        Data(text.utf8).base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed]) + "\n"
    }

    /// The kernel's name of this machine, asked of nobody else.
    static let hostName: String = {
        var bytes = [CChar](repeating: 0, count: 256)
        guard unsafe gethostname(&bytes, 255) == 0 else { return "localhost" }
        let name = String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let isSound =
            !name.isEmpty
            && name.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                    || (UInt8(ascii: "-")...UInt8(ascii: "9")).contains(byte) && byte != UInt8(ascii: "/")
            }
        return isSound ? name : "localhost"
    }()
}
