// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Lines of LDIF (RFC 2849): base64 where a value needs it, and none longer than 76 bytes.
struct LDIFLines {
    private(set) var text = ""

    /// - Parameter value: a value that is empty is one as well: the DN of nothing.
    mutating func add(_ name: String, _ value: String) {
        if Self.isSafe(value) {
            fold(value.isEmpty ? "\(name):" : "\(name): \(value)")
        } else {
            fold("\(name):: \(Data(value.utf8).base64EncodedString())")
        }
    }

    /// Nothing for an empty value: a directory takes none.
    mutating func add(unlessEmpty name: String, _ value: String?) {
        if let value, !value.isEmpty { add(name, value) }
    }

    /// What else there is to say, in ASCII.
    mutating func comment(_ text: String) {
        let ascii = text.unicodeScalars.map { $0.isASCII ? String($0) : "\\u{\(String($0.value, radix: 16))}" }.joined()
        fold("# " + ascii.printable)
    }

    mutating func end() { text += "\n" }

    /// All of it is ASCII: bytes are characters.
    private mutating func fold(_ line: String) {
        var rest = line.utf8[...]
        var width = 76
        while rest.count > width {
            text += String(Substring(rest.prefix(width))) + "\n "
            rest = rest.dropFirst(width)
            width = 75
        }
        text += String(Substring(rest)) + "\n"
    }

    /// RFC 2849's SAFE-STRING, without control characters (which would do things to a terminal) and without a space at
    /// the end (its note 8).
    private static func isSafe(_ value: String) -> Bool {
        guard let first = value.utf8.first, let last = value.utf8.last else { return true }
        return value.utf8.allSatisfy { (0x20..<0x7F).contains($0) } && last != UInt8(ascii: " ")
            && ![UInt8(ascii: " "), UInt8(ascii: ":"), UInt8(ascii: "<")].contains(first)
    }

    /// A DN of one attribute below another one (RFC 4514); everything but letters, digits and hyphens is escaped.
    static func dn(_ attribute: String, _ value: String, below base: String) -> String {
        let escaped = value.utf8.map { byte in
            let isPlain =
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
            if isPlain { return String(UnicodeScalar(byte)) }
            let digits = String(byte, radix: 16)
            return "\\" + (digits.count == 1 ? "0" : "") + digits
        }
        return "\(attribute)=\(escaped.joined()),\(base)"
    }
}
