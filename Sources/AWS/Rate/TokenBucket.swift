// SPDX-License-Identifier: Apache-2.0

/// A token bucket whose rate is learned by additive increase and multiplicative decrease. Pure: time comes from outside.
///
/// Whoever comes takes a token at once, also one that is not there yet, and waits for it; so the first to come is the
/// first to go, without a queue.
struct TokenBucket: Equatable {
    let settings: RateSettings
    private(set) var ratePerSecond: Double
    /// Below 0 while somebody waits.
    private(set) var tokens: Double
    private var filledAt: Duration

    init(_ settings: RateSettings, at now: Duration) {
        self.settings = settings
        ratePerSecond = min(max(settings.startPerSecond, settings.floorPerSecond), settings.ceilingPerSecond)
        tokens = settings.burst
        filledAt = now
    }

    /// - Returns: seconds until the token that was taken is there.
    mutating func take(at now: Duration) -> Double {
        fill(at: now)
        tokens -= 1
        return tokens >= 0 ? 0 : -tokens / ratePerSecond
    }

    /// Of somebody who no longer waits.
    mutating func giveBack() { tokens = min(settings.burst, tokens + 1) }

    mutating func succeed() { ratePerSecond = min(settings.ceilingPerSecond, ratePerSecond + settings.increase) }

    /// Nothing that was saved up is spent on a service that is overloaded.
    mutating func throttle(at now: Duration) {
        fill(at: now)
        ratePerSecond = max(settings.floorPerSecond, ratePerSecond / 2)
        tokens = min(tokens, 0)
    }

    private mutating func fill(at now: Duration) {
        // A clock that goes backwards fills nothing.
        let seconds = max(0, (now - filledAt) / .seconds(1))
        filledAt = max(filledAt, now)
        tokens = min(settings.burst, tokens + seconds * ratePerSecond)
    }
}
