// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Moments as AWS writes them in answers: `2026-03-14T15:09:26Z`, with fractions of a second or an offset in places.
enum ISO8601Date {
    static func date(_ text: String) -> Date? {
        let style = Date.ISO8601FormatStyle(timeZoneSeparator: .colon)
        if let date = try? Date(text, strategy: style) { return date }
        return try? Date(
            text, strategy: Date.ISO8601FormatStyle(timeZoneSeparator: .colon, includingFractionalSeconds: true))
    }
}
