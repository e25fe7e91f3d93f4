// SPDX-License-Identifier: Apache-2.0
import Foundation

/// JSON as programs get it: keys sorted, dates in ISO 8601 and UTC, indented, no escaped slashes.
enum JSONDocument {
    static func text(_ document: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return String(decoding: try encoder.encode(document), as: UTF8.self)
    }
}
