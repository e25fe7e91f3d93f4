// SPDX-License-Identifier: Apache-2.0

/// How long to wait after failures: longer each time, and never the same for many programs at once.
struct Backoff: Hashable, Sendable {
    let first: Duration
    let longest: Duration
    private(set) var failures = 0

    init(first: Duration = .seconds(1), longest: Duration = .seconds(60)) {
        self.first = first
        self.longest = longest
    }

    /// The next pause: between half of it and all of it.
    mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
        let whole = failures < 20 ? min(first * (1 << failures), longest) : longest
        failures += 1
        return whole * Double.random(in: 0.5...1, using: &generator)
    }

    mutating func succeeded() { failures = 0 }
}
