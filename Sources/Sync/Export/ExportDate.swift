// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// A moment in an export: ISO 8601 in UTC with milliseconds, the precision of the service, `2026-11-25T09:30:00.125Z`.
///
/// Foundation's own format cuts the fraction off where it ought to round, so that a moment would move by a millisecond on
/// its way there and back.
public enum ExportDate {
    public static func text(_ date: Date) -> String {
        let milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded())
        let (seconds, fraction) = floorDivided(milliseconds, by: 1000)
        let whole = Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
        let digits = String(fraction)
        return whole.dropLast() + "." + String(repeating: "0", count: 3 - digits.count) + digits + "Z"
    }

    /// `nil` for anything that `text` does not write.
    public static func date(_ text: String) -> Date? {
        let fraction = text.utf8.dropLast().suffix(4)
        guard text.utf8.count >= 24, text.utf8.last == UInt8(ascii: "Z"), fraction.first == UInt8(ascii: "."),
            let milliseconds = Int64(Substring(fraction.dropFirst())), milliseconds >= 0,
            let whole = try? Date(String(text.dropLast(5)) + "Z", strategy: .iso8601)
        else { return nil }
        // One division, as everywhere where a moment comes from whole milliseconds: the same bits.
        let all = Int64(whole.timeIntervalSince1970) * 1000 + milliseconds
        return Date(timeIntervalSince1970: Double(all) / 1000)
    }

    public static let encoding = JSONEncoder.DateEncodingStrategy.custom { date, encoder in
        var container = encoder.singleValueContainer()
        try container.encode(text(date))
    }

    static let decoding = JSONDecoder.DateDecodingStrategy.custom { decoder in
        let container = try decoder.singleValueContainer()
        let written = try container.decode(String.self)
        guard let date = date(written) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "“\(written)” is no moment")
        }
        return date
    }

    private static func floorDivided(_ a: Int64, by b: Int64) -> (Int64, Int64) {
        let rest = (a % b + b) % b
        return ((a - rest) / b, rest)
    }
}
