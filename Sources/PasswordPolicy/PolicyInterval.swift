// SPDX-License-Identifier: Apache-2.0

/// A length of time as directories store it in a policy: an Int64 of 100-nanosecond ticks, negative
/// ([MS-SAMR] 2.2.3.1, [MS-ADA1] 2.144 `lockoutDuration`).
///
/// -864000000000 is a day. 0 and -2⁶³ are none, never or for ever, depending on what it is the length of; both are `nil`.
public struct PolicyInterval: Hashable, Sendable {
    public var duration: Duration?
    /// What is odd about the stored number, as a clause; `nil` for one as it should be.
    public var oddity: String?

    /// Any number is read, and none traps: the sign of a positive one, which should not be, is left out.
    public init(ticks: Int64) {
        if ticks == 0 || ticks == .min { return }
        // Never `-ticks`, which does not exist for Int64.min.
        let magnitude = ticks.magnitude
        duration = Duration(
            secondsComponent: Int64(magnitude / 10_000_000),
            attosecondsComponent: Int64(magnitude % 10_000_000) * 100_000_000_000)
        if ticks > 0 { oddity = "is positive (\(ticks)) and should be negative: its size was taken" }
        if magnitude > Self.century { oddity = "is longer than a hundred years (\(ticks))" }
    }

    /// A hundred years in ticks.
    private static let century: UInt64 = 36_525 * 864_000_000_000
}
