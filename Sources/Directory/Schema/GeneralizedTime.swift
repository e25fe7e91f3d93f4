// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// LDAP's GeneralizedTime as directories send it: `20261124014729.0Z` (RFC 4517 3.3.13), in UTC.
public enum GeneralizedTime {
    /// `nil` when the text is not of that form. A fraction of a second is dropped: whenChanged has none.
    public static func date(_ text: String) -> Date? {
        let bytes = Array(text.utf8)
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard bytes.count >= 15, bytes.last == UInt8(ascii: "Z"), bytes[..<14].allSatisfy(digits.contains) else {
            return nil
        }
        let fraction = bytes[14...].dropLast()
        guard fraction.isEmpty || fraction.count > 1 && fraction.first == UInt8(ascii: "."),
            fraction.dropFirst().allSatisfy(digits.contains)
        else { return nil }
        func number(_ range: Range<Int>) -> Int { bytes[range].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } }
        let (month, day) = (number(4..<6), number(6..<8))
        guard (1...12).contains(month), (1...length(of: month, in: number(0..<4))).contains(day),
            number(8..<10) < 24, number(10..<12) < 60, number(12..<14) <= 60
        else { return nil }
        let days = daysSince1970(year: number(0..<4), month: month, day: day)
        let seconds = days * 86_400 + number(8..<10) * 3_600 + number(10..<12) * 60 + number(12..<14)
        return Date(timeIntervalSince1970: Double(seconds))
    }

    private static func length(of month: Int, in year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    /// Days of the proleptic Gregorian calendar, with the year made to begin in March so that the leap day is its last.
    /// By hand, because a calendar object per entry costs more than reading the entry.
    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
