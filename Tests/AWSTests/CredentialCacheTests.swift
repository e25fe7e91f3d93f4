// SPDX-License-Identifier: Apache-2.0
import Foundation
import Synchronization
import Testing

@testable import AWS

/// A source that says what a test tells it, on a clock that the test sets.
final class TestSource: CredentialSource {
    struct Failure: Error {}

    private let state = Mutex<(now: Date, answers: [Double?], loads: Int)>((Date(timeIntervalSince1970: 0), [], 0))

    /// - Parameter answers: when the credentials of each load end, in seconds; `nil` for a load that fails. The last one
    ///   is for all that follow.
    init(_ answers: [Double?]) { state.withLock { $0.answers = answers } }

    var loads: Int { state.withLock { $0.loads } }
    var now: Date { state.withLock { $0.now } }

    func set(_ seconds: Double) { state.withLock { $0.now = Date(timeIntervalSince1970: seconds) } }

    func load() async throws -> AWSCredentials {
        let (number, end) = state.withLock { state in
            state.loads += 1
            return (state.loads, state.answers[min(state.loads, state.answers.count) - 1])
        }
        // Long enough for others to ask meanwhile.
        for _ in 0..<20 { await Task.yield() }
        guard let end else { throw Failure() }
        return AWSCredentials(
            accessKeyID: "KEY\(number)", secretAccessKey: "s",
            expiration: end == .infinity ? nil : Date(timeIntervalSince1970: end),
            source: "test")
    }
}

@Suite struct `Credentials that are held` {
    private static func cache(_ source: TestSource) -> CredentialCache { CredentialCache(source, now: { source.now }) }

    @Test func `are loaded once for all who ask at once`() async throws {
        let source = TestSource([.infinity])
        let cache = Self.cache(source)
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { try await cache.current().accessKeyID } }
            for try await id in group { #expect(id == "KEY1") }
        }
        source.set(1e9)
        _ = try await cache.current()
        #expect(source.loads == 1)
    }

    @Test(
        arguments: [(2699, 1), (2701, 2), (2999, 2), (3001, 2), (3601, 2)] as [(Double, Int)])
    func `are renewed from 15 minutes before their end`(seconds: Double, loads: Int) async throws {
        let source = TestSource([3600, 7200])
        let cache = Self.cache(source)
        _ = try await cache.current()
        source.set(seconds)
        #expect(try await cache.current().accessKeyID == "KEY\(loads)")
        #expect(source.loads == loads)
    }

    @Test func `serve on when there are no new ones, until 10 minutes before their end`() async throws {
        let source = TestSource([3600, nil])
        let cache = Self.cache(source)
        _ = try await cache.current()
        source.set(2710)
        #expect(try await cache.current().accessKeyID == "KEY1")
        #expect(try await cache.current().accessKeyID == "KEY1")
        // Not asked for every call.
        #expect(source.loads == 2)
        source.set(2771)
        #expect(try await cache.current().accessKeyID == "KEY1")
        #expect(source.loads == 3)
        source.set(3001)
        await #expect(throws: TestSource.Failure.self) { try await cache.current() }
    }

    @Test func `that the source still has are not fetched for every call`() async throws {
        let source = TestSource([500])
        let cache = Self.cache(source)
        for _ in 0..<5 { _ = try await cache.current() }
        #expect(source.loads == 1)
        source.set(61)
        _ = try await cache.current()
        #expect(source.loads == 2)
        source.set(501)
        _ = try await cache.current()
        _ = try await cache.current()
        #expect(source.loads == 4)
    }

    @Test func `are renewed once when several find them rejected`() async throws {
        let source = TestSource([.infinity])
        let cache = Self.cache(source)
        let first = try await cache.current()
        await cache.invalidate(first)
        let second = try await cache.current()
        await cache.invalidate(first)
        #expect(try await cache.current().accessKeyID == second.accessKeyID)
        #expect(source.loads == 2)
    }

    @Test func `are asked for again after a failure`() async throws {
        let source = TestSource([nil, .infinity])
        let cache = Self.cache(source)
        await #expect(throws: TestSource.Failure.self) { try await cache.current() }
        #expect(try await cache.current().accessKeyID == "KEY2")
    }
}
