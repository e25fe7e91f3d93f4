// SPDX-License-Identifier: Apache-2.0

/// As much of a DN as a check of the configuration needs: its parts, and whether one is written below another.
///
/// Two spellings of the same DN can look different here; nothing but a warning may rest on that.
enum DNOutline {
    /// The RDNs as written, split at every comma that is not escaped or quoted, without the blanks around.
    static func parts(of text: String) -> [String] {
        var parts: [String] = []
        var part: [UInt8] = []
        var escaped = false
        for byte in text.utf8 {
            if byte == UInt8(ascii: ","), !escaped {
                parts.append(trimmed(part))
                part = []
                continue
            }
            escaped = byte == UInt8(ascii: "\\") && !escaped
            part.append(byte)
        }
        parts.append(trimmed(part))
        return parts
    }

    /// Whether `inner` is `outer` or is written below it.
    static func isWithin(_ inner: String, _ outer: String) -> Bool {
        let inner = parts(of: inner.lowercased()).map { Array($0.utf8) }
        let outer = parts(of: outer.lowercased()).map { Array($0.utf8) }
        return inner.suffix(outer.count) == outer[...]
    }

    private static func trimmed(_ bytes: [UInt8]) -> String {
        let blank = UInt8(ascii: " ")
        let kept = bytes.drop { $0 == blank }.reversed().drop { $0 == blank }.reversed()
        return String(decoding: kept, as: UTF8.self)
    }
}
