// SPDX-License-Identifier: Apache-2.0
import Foundation

extension DelegatedChange {
    /// One `changetype: modify` record (RFC 2849) with an empty line at its end, for `ldapmodify` and `ldifde -i -f`.
    ///
    /// It deletes exactly the old value and adds the new one, so a server refuses it when the value is another by then.
    /// Lines are not folded. A change that changes nothing is left out; the text is empty when all of them are.
    public var ldif: String {
        let changes = changes.filter { $0.oldBytes != $0.newBytes }
        if changes.isEmpty { return "" }
        var lines = [Self.line("dn", dn), "changetype: modify"]
        for change in changes {
            // A name can hold nothing that would begin another line.
            let name = change.attribute.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-.;".contains($0)) }
            if let old = change.old { lines += ["delete: \(name)", Self.line(name, old), "-"] }
            if let new = change.new { lines += ["add: \(name)", Self.line(name, new), "-"] }
        }
        return lines.joined(separator: "\n") + "\n\n"
    }

    private static func line(_ name: String, _ value: String) -> String {
        isSafe(value) ? "\(name): \(value)" : "\(name):: \(Data(value.utf8).base64EncodedString())"
    }

    /// RFC 2849's SAFE-STRING, which is ASCII and does not begin with a space, a colon or `<`; without control characters
    /// (which would do things to a terminal) and without a space at the end (its note 8).
    private static func isSafe(_ value: String) -> Bool {
        guard let first = value.utf8.first, let last = value.utf8.last else { return true }
        return value.utf8.allSatisfy { (0x20..<0x7F).contains($0) } && last != UInt8(ascii: " ")
            && ![UInt8(ascii: " "), UInt8(ascii: ":"), UInt8(ascii: "<")].contains(first)
    }
}
