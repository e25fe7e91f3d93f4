// SPDX-License-Identifier: Apache-2.0

/// Keeps the calls of all who share it to one rate, first come, first served.
public actor RateLimiter {
    private var bucket: TokenBucket
    private var calls = 0
    private var retries = 0
    private var throttlings = 0
    private let uptime: @Sendable () -> Duration
    private let sleep: @Sendable (Duration) async throws -> Void

    /// - Parameters:
    ///   - uptime: time since any fixed moment; does not jump.
    ///   - sleep: how it waits.
    public init(
        _ settings: RateSettings = RateSettings(), uptime: (@Sendable () -> Duration)? = nil,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        let start = ContinuousClock.now
        let uptime = uptime ?? { start.duration(to: .now) }
        self.uptime = uptime
        self.sleep = sleep
        bucket = TokenBucket(settings, at: uptime())
    }

    /// Waits until a request may be sent.
    public func acquire() async throws {
        let wait = bucket.take(at: uptime())
        if wait > 0 {
            do { try await sleep(.seconds(wait)) } catch {
                bucket.giveBack()
                throw error
            }
        }
        calls += 1
    }

    public func succeeded() { bucket.succeed() }

    /// The service said that this is too fast.
    public func throttled() {
        throttlings += 1
        bucket.throttle(at: uptime())
    }

    public func retried() { retries += 1 }

    /// What `status` shows.
    public var state: RateState {
        RateState(
            requestsPerSecond: bucket.ratePerSecond, calls: calls, retries: retries, throttlings: throttlings)
    }
}

/// What a limiter has come to, since the program began.
public struct RateState: Codable, Hashable, Sendable {
    /// What it has learned so far.
    public var requestsPerSecond: Double
    /// Requests that were sent, retries among them.
    public var calls: Int
    public var retries: Int
    /// How often the service said that this is too fast.
    public var throttlings: Int
}
