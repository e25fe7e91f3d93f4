// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// How long the service may take until a change shows, and how that is waited for. The service answers before it has
/// done what it was asked (observed by others: up to two minutes).
public struct Settling: Sendable {
    /// The most that is waited for one change.
    public var patience: Duration
    /// Between two looks: the first wait, which doubles up to `longestPause`.
    public var pause: Duration
    public var longestPause: Duration
    /// Waits; tests pass something quicker.
    public var wait: @Sendable (Duration) async throws -> Void

    public init(
        patience: Duration = .seconds(120), pause: Duration = .milliseconds(250), longestPause: Duration = .seconds(5),
        wait: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.patience = patience
        self.pause = pause
        self.longestPause = longestPause
        self.wait = wait
    }

    /// Looks again and again until it is so, at least once.
    /// - Parameter times: how often in a row it must be seen: one answer may come from a part of the service that is ahead.
    /// - Returns: `false` when patience ended first.
    func until(times: Int = 1, _ isSo: () async throws -> Bool) async throws -> Bool {
        var waited = Duration.zero
        var pause = pause
        var seen = 0
        while true {
            seen = try await isSo() ? seen + 1 : 0
            if seen >= times { return true }
            guard waited < patience else { return false }
            // The second look after a good one need not be late.
            let next = seen > 0 ? self.pause : pause
            try await wait(next)
            waited += next
            if seen == 0 { pause = min(pause * 2, longestPause) }
        }
    }
}

/// What this process has changed lately: a refusal that would be final for anybody else is the service being behind.
final class RecentChanges: Sendable {
    enum Kind: Hashable { case created, deregistered }
    private struct Key: Hashable {
        var id: EntityID
        var kind: Kind
    }

    private let changes = Mutex<[Key: ContinuousClock.Instant]>([:])

    func note(_ id: EntityID, _ kind: Kind) {
        changes.withLock { $0[Key(id: id, kind: kind)] = .now }
    }

    func has(_ id: EntityID, _ kind: Kind, within period: Duration) -> Bool {
        changes.withLock { $0[Key(id: id, kind: kind)].map { $0.duration(to: .now) < period } ?? false }
    }
}
