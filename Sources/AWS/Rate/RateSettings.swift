// SPDX-License-Identifier: Apache-2.0

/// How fast a service may be called. Many services publish no limits, so the rate is learned: slowly up, halved when
/// throttled.
public struct RateSettings: Hashable, Sendable {
    /// Requests a second to begin with.
    public var startPerSecond: Double
    /// Requests at once after a pause.
    public var burst: Double
    public var ceilingPerSecond: Double
    public var floorPerSecond: Double
    /// What a success adds, in requests a second.
    public var increase: Double

    public init(
        startPerSecond: Double = 5, burst: Double = 10, ceilingPerSecond: Double = 20, floorPerSecond: Double = 0.5,
        increase: Double = 0.05
    ) {
        self.startPerSecond = startPerSecond
        self.burst = burst
        self.ceilingPerSecond = ceilingPerSecond
        self.floorPerSecond = floorPerSecond
        self.increase = increase
    }
}
