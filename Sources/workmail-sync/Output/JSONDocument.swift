// SPDX-License-Identifier: Apache-2.0
import Foundation

/// JSON as programs get it: keys sorted, dates in ISO 8601 and UTC, indented, no escaped slashes.
///
/// JSON itself wants only C0 escaped (RFC 8259 §7). A terminal obeys more, and people do look at JSON on one, so
/// everything that is not `printable` is escaped: same text, other spelling.
enum JSONDocument {
    static func text(_ document: some Encodable) throws -> String {
        try text(document, [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    }

    /// The same in one line.
    static func line(
        _ document: some Encodable, dates: JSONEncoder.DateEncodingStrategy = .iso8601
    ) throws -> String {
        try text(document, [.sortedKeys, .withoutEscapingSlashes], dates: dates)
    }

    private static func text(
        _ document: some Encodable, _ formatting: JSONEncoder.OutputFormatting,
        dates: JSONEncoder.DateEncodingStrategy = .iso8601
    ) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = formatting
        encoder.dateEncodingStrategy = dates
        return escaped(String(decoding: try encoder.encode(document), as: UTF8.self))
    }

    /// Outside of its strings a JSON text has no such character but the encoder's own line feeds.
    private static func escaped(_ text: String) -> String {
        if text.unicodeScalars.allSatisfy({ $0.isPrintable || $0 == "\n" }) { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar.isPrintable || scalar == "\n" {
                result.unicodeScalars.append(scalar)
            } else {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            }
        }
        return result
    }
}
