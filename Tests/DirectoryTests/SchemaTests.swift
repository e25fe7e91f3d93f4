// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Testing

/// The attributes that need understanding, value by value.
@Suite struct `What the directory's values mean` {
    @Test(
        "userAccountControl comes as signed text and keeps unknown bits",
        arguments: [
            ("512", 0x200), ("514", 0x202), ("-2147483136", 0x8000_0200), ("-1", 0xFFFF_FFFF), ("66048", 0x10200),
        ] as [(String, UInt32)])
    func accountControl(text: String, bits: UInt32) throws {
        let control = try #require(UserAccountControl(ldapValue: text))
        #expect(control.rawValue == bits)
        #expect(control.contains(.accountDisabled) == (bits & 2 != 0))
    }

    @Test("what is no 32-bit number is refused", arguments: ["", "512 ", "0x200", "2147483648", "-2147483649", "5.12"])
    func refusedControl(text: String) { #expect(UserAccountControl(ldapValue: text) == nil) }

    @Test("never is written in three ways", arguments: ["0", "9223372036854775807"])
    func never(text: String) {
        #expect(AccountExpiry(ldapValue: text) == .never)
        #expect(AccountExpiry(ldapValue: text)?.isPast(.distantFuture) == false)
    }

    @Test func `accountExpires counts 100 ns since 1601`() throws {
        // 2026-11-24 01:47:29 UTC is 1795484849 s after 1970, which is 11644473600 s after 1601.
        let date = Date(timeIntervalSince1970: 1_795_484_849)
        let expiry = try #require(AccountExpiry(ldapValue: "134399584490000000"))
        #expect(expiry.date == date)
        #expect(expiry.isPast(date) && !expiry.isPast(date.addingTimeInterval(-1)))
        #expect(AccountExpiry(ldapValue: "116444736000000000")?.date == Date(timeIntervalSince1970: 0))
    }

    @Test("what is no time is refused", arguments: ["", "-1", "9223372036854775808", "never", "1e9"])
    func refusedExpiry(text: String) { #expect(AccountExpiry(ldapValue: text) == nil) }

    @Test func `GeneralizedTime agrees with the calendar on 5,000 days of 500 years`() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        var date = try #require(calendar.date(from: DateComponents(year: 1600, month: 1, day: 1, hour: 23, minute: 59)))
        // A step that is prime to 7, 365 and 366 meets every kind of date; the leap days are added after it.
        var texts: [(String, Date)] = []
        while texts.count < 5_000 {
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            texts.append((Self.text(parts), date))
            date = try #require(calendar.date(byAdding: .day, value: 37, to: date))
        }
        for year in stride(from: 1600, through: 2400, by: 4) where year % 100 != 0 || year % 400 == 0 {
            let leap = DateComponents(year: year, month: 2, day: 29, hour: 23, minute: 59)
            texts.append((Self.text(leap), try #require(calendar.date(from: leap))))
        }
        for (text, date) in texts where GeneralizedTime.date(text) != date { Issue.record("\(text) is not \(date)") }
    }

    private static func text(_ parts: DateComponents) -> String {
        func digits(_ number: Int?, _ count: Int) -> String {
            let text = "\(number ?? 0)"
            return String(repeating: "0", count: count - text.count) + text
        }
        return digits(parts.year, 4) + digits(parts.month, 2) + digits(parts.day, 2) + "235900.0Z"
    }

    @Test func `a fraction of a second is dropped`() {
        #expect(GeneralizedTime.date("20261124014729.9Z") == Date(timeIntervalSince1970: 1_795_484_849))
        #expect(GeneralizedTime.date("20261124014729Z") == Date(timeIntervalSince1970: 1_795_484_849))
    }

    @Test(
        "what is no time in UTC is refused",
        arguments: [
            "", "20261124014729", "20261124014729.0", "20261124014729.0+0100", "2026112401472.0Z", "20261324014729.0Z",
            "20261100014729.0Z", "20261124244729.0Z", "20261124016029.0Z", "20261124014799.0Z", "20261124014729xZ",
            "20261124014729.Z", "２０２６1124014729.0Z", "20260230014729.0Z", "20250229014729.0Z",
        ])
    func refusedTime(text: String) { #expect(GeneralizedTime.date(text) == nil) }

    @Test func `of proxyAddresses the capitals are the primary and the others aliases`() throws {
        let addresses = try ProxyAddresses(values: [
            "smtp:a.silva@example.com", "SMTP:ana@example.com", "X400:c=de;a= ;p=Example", "smtp:ANA@example.com",
            "smtp:A.Silva@example.com", "smtp:", "sip:ana@example.com", "no colon", "smtp:b:c@example.com",
        ])
        #expect(addresses.primary == "ana@example.com")
        #expect(addresses.aliases == ["a.silva@example.com", "b:c@example.com"])
        #expect(try ProxyAddresses(values: []).primary == nil)
        #expect(try ProxyAddresses(values: ["SMTP:a@example.com", "SMTP:A@example.com"]).primary != nil)
    }

    @Test func `two different primaries are a fault that names both`() {
        #expect(throws: ProxyAddressesFault.twoPrimaries("a@example.com", "b@example.com")) {
            try ProxyAddresses(values: ["SMTP:a@example.com", "smtp:c@example.com", "SMTP:b@example.com"])
        }
    }

    @Test func `addresses that differ only in how an accent is written are two`() throws {
        let (composed, decomposed) = ("jos\u{e9}@example.com", "jose\u{301}@example.com")
        let addresses = try ProxyAddresses(values: ["smtp:\(composed)", "smtp:\(decomposed)"])
        #expect(addresses.aliases.map { Array($0.utf8) } == [Array(composed.utf8), Array(decomposed.utf8)])
        #expect(throws: ProxyAddressesFault.self) {
            try ProxyAddresses(values: ["SMTP:\(composed)", "SMTP:\(decomposed)"])
        }
    }
}
