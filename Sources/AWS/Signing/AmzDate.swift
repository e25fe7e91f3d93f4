// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// A moment as `X-Amz-Date` writes it, such as `20260314T150926Z`: ISO 8601 basic format, UTC, whole seconds.
public struct AmzDate: Hashable, Sendable, CustomStringConvertible {
    /// Seconds since 1970, whole.
    private let seconds: Int

    /// Fractions of a second are cut off.
    public init(_ date: Date) { seconds = Int(date.timeIntervalSince1970.rounded(.down)) }

    /// `nil` for anything but that one format.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z") else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            guard bytes[range].allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            return bytes[range].reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }
        guard let year = number(0..<4), let month = number(4..<6), let day = number(6..<8), let hour = number(9..<11),
            let minute = number(11..<13), let second = number(13..<15),
            let days = CivilDate(year: year, month: month, day: day).daysSince1970, hour < 24, minute < 60, second < 61
        else { return nil }
        seconds = days * 86400 + hour * 3600 + minute * 60 + second
    }

    public var date: Date { Date(timeIntervalSince1970: Double(seconds)) }

    /// The first part of a credential scope, such as `20260314`.
    public var day: String { String(description.prefix(8)) }

    public var description: String {
        let days = Int((Double(seconds) / 86400).rounded(.down))
        let civil = CivilDate(daysSince1970: days)
        let rest = seconds - days * 86400
        func padded(_ value: Int, _ width: Int = 2) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return padded(civil.year, 4) + padded(civil.month) + padded(civil.day) + "T" + padded(rest / 3600)
            + padded(rest / 60 % 60) + padded(rest % 60) + "Z"
    }
}
