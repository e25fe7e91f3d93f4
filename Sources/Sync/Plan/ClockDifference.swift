// SPDX-License-Identifier: Apache-2.0
import Foundation

/// How far the domain controller's clock is ahead of ours, in seconds; behind when negative, 0 when it does not tell.
///
/// Which of the two is right cannot be known here. So where they are more than five minutes apart (as far as Kerberos lets
/// them be, RFC 4120 and [MS-KILE]), nothing that depends on a date is done unless the date has passed for both.
public struct ClockDifference: Hashable, Sendable, CustomStringConvertible {
    public var seconds: Double

    public static let none = Self(seconds: 0)
    static let tolerance = 300.0

    public init(seconds: Double) { self.seconds = seconds }

    public var isTolerable: Bool { abs(seconds) <= Self.tolerance }

    /// What `now` is by the clock that is behind.
    func earlier(_ now: Date) -> Date { isTolerable ? now : now.addingTimeInterval(min(0, seconds)) }

    /// What `now` is by the clock that is ahead.
    func later(_ now: Date) -> Date { isTolerable ? now : now.addingTimeInterval(max(0, seconds)) }

    public var description: String {
        if isTolerable { return "the domain controller's clock is in step with ours" }
        let amount =
            abs(seconds) < 7200
            ? "\(Int((abs(seconds) / 60).rounded())) minutes" : "\(Int((abs(seconds) / 3600).rounded())) hours"
        return "the domain controller's clock is \(amount) \(seconds < 0 ? "behind" : "ahead of") ours"
    }
}
