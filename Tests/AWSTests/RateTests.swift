// SPDX-License-Identifier: Apache-2.0
import Foundation
import Synchronization
import Testing

@testable import AWS

@Suite struct `The rate` {
    @Test func `lets a burst through and then one by one`() {
        var bucket = TokenBucket(RateSettings(startPerSecond: 5, burst: 3), at: .zero)
        let waits = (0..<6).map { _ in bucket.take(at: .zero) }
        #expect(waits == [0, 0, 0, 0.2, 0.4, 0.6])
        // What was promised is kept: three are still waiting.
        #expect(abs(bucket.take(at: .milliseconds(600)) - 0.2) < 1e-9)
        #expect(bucket.take(at: .seconds(60)) == 0)
    }

    @Test func `saves no more than the burst, and nothing when time goes back`() {
        var bucket = TokenBucket(RateSettings(startPerSecond: 5, burst: 2), at: .seconds(10))
        _ = bucket.take(at: .seconds(1000))
        _ = bucket.take(at: .seconds(1000))
        #expect(bucket.take(at: .seconds(5)) == 0.2)
    }

    @Test func `goes up slowly, is halved, and stays within its bounds`() {
        var bucket = TokenBucket(RateSettings(), at: .zero)
        #expect(bucket.ratePerSecond == 5)
        for _ in 0..<1000 { bucket.succeed() }
        #expect(bucket.ratePerSecond == 20)
        bucket.throttle(at: .zero)
        #expect(bucket.ratePerSecond == 10)
        #expect(bucket.tokens == 0)
        for _ in 0..<20 { bucket.throttle(at: .zero) }
        #expect(bucket.ratePerSecond == 0.5)
        #expect(bucket.take(at: .zero) == 2)
    }

    @Test func `begins within its bounds`() {
        #expect(TokenBucket(RateSettings(startPerSecond: 50), at: .zero).ratePerSecond == 20)
        #expect(TokenBucket(RateSettings(startPerSecond: 0), at: .zero).ratePerSecond == 0.5)
    }

    @Test func `gives back what somebody no longer waits for`() async throws {
        struct Gone: Error {}
        let limiter = RateLimiter(
            RateSettings(startPerSecond: 1, burst: 1), uptime: { .zero }, sleep: { _ in throw Gone() })
        try await limiter.acquire()
        for _ in 0..<3 { await #expect(throws: Gone.self) { try await limiter.acquire() } }
        #expect(await limiter.state.calls == 1)
    }

    @Test func `is waited for by all in the order in which they came`() async throws {
        let waits = Mutex<[Duration]>([])
        let limiter = RateLimiter(
            RateSettings(startPerSecond: 4, burst: 1), uptime: { .zero },
            sleep: { wait in waits.withLock { $0.append(wait) } })
        for _ in 0..<4 { try await limiter.acquire() }
        #expect(waits.withLock { $0 } == [.milliseconds(250), .milliseconds(500), .milliseconds(750)])
    }

    @Test func `can be shown`() async throws {
        let limiter = RateLimiter()
        await limiter.throttled()
        let state = await limiter.state
        let data = try JSONEncoder().encode(state)
        #expect(try JSONDecoder().decode(RateState.self, from: data) == state)
        #expect(state == RateState(requestsPerSecond: 2.5, calls: 0, retries: 0, throttlings: 1))
    }
}
