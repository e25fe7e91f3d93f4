// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// Since when somebody approved is waited for whom the organization does not list yet, and when to look again.
///
/// The service reads the directory on a schedule of its own: every four hours with interoperability, and nobody says how
/// often without. Looking for everybody in every run would only cost calls.
public struct Awaited: Hashable, Sendable {
    /// The first look that found nobody.
    public var since: Date
    /// How many looks have found nobody, at least one.
    public var looks: Int
    public var lastLook: Date

    public init(since: Date, looks: Int = 1, lastLook: Date) {
        self.since = since
        self.looks = looks
        self.lastLook = lastLook
    }

    /// Minutes after the first, second … look; as after the last one from then on.
    private static let pauses = [5.0, 10, 15, 30, 60, 120, 240]

    public var nextLook: Date {
        lastLook.addingTimeInterval(Self.pauses[min(looks, Self.pauses.count) - 1] * 60)
    }

    /// Whether to look again. A last look in the future was dated by a clock that was ahead, and says nothing.
    func isDue(at now: Date) -> Bool { nextLook <= now || lastLook > now }

    func again(at now: Date) -> Awaited { Awaited(since: since, looks: looks + 1, lastLook: now) }
}
