// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The `Date` header of an answer: IMF-fixdate of RFC 9110 section 5.6.7, such as `Sat, 14 Mar 2026 15:09:26 GMT`.
enum HTTPDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `nil` for anything else; the name of the weekday is not looked at.
    static func date(_ text: String) -> Date? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", let day = Int(words[1]),
            let month = months.firstIndex(of: String(words[2])),
            let year = Int(words[3]), let days = CivilDate(year: year, month: month + 1, day: day).daysSince1970
        else { return nil }
        let clock = words[4].split(separator: ":").compactMap { Int($0) }
        guard clock.count == 3, (0..<24).contains(clock[0]), (0..<60).contains(clock[1]), (0..<61).contains(clock[2])
        else { return nil }
        return Date(timeIntervalSince1970: Double(days * 86400 + clock[0] * 3600 + clock[1] * 60 + clock[2]))
    }
}
