// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// `accountExpires`: a FILETIME, the 100 ns ticks since 1601-01-01 UTC ([MS-ADA1] 2.1).
///
/// 0, 0x7FFFFFFFFFFFFFFF and absence all mean "never". The directory changes nothing at the moment of expiry.
public enum AccountExpiry: Hashable, Sendable {
    case never
    case at(Date)

    /// Fails when the text is no 64-bit number, or a negative one.
    public init?(ldapValue: String) {
        guard let ticks = Int64(ldapValue), ticks >= 0 else { return nil }
        self = ticks == 0 || ticks == .max ? .never : .at(Date(fileTime: ticks))
    }

    /// Whether the account has expired at `now`.
    public func isPast(_ now: Date) -> Bool {
        if case .at(let date) = self { date <= now } else { false }
    }

    /// The moment it expires; `nil` for never.
    public var date: Date? { if case .at(let date) = self { date } else { nil } }
}

extension Date {
    /// Seconds from 1601-01-01 to 1970-01-01.
    private static let fileTimeEpoch = 11_644_473_600.0

    init(fileTime ticks: Int64) { self.init(timeIntervalSince1970: Double(ticks) / 10_000_000 - Self.fileTimeEpoch) }
}
