// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// Tells systemd that the service lives, whenever something was achieved and never because time went by: a run that hangs
/// tells nothing, and is ended and started anew.
///
/// Something achieved is an answer of the directory, a page that was read, a change that was made, a lock that was looked
/// at again: what the loop itself went through.
final class Watchdog: Sendable {
    private let tell: @Sendable () -> Void
    private let isWaitedFor: Bool
    /// The least time between two signs; more often would be noise.
    private let pause: Duration
    private let now: @Sendable () -> ContinuousClock.Instant
    private let last = Mutex<ContinuousClock.Instant?>(nil)

    /// - Parameter limit: the longest that somebody waits for a sign; `nil` when nobody does.
    init(
        limit: Duration?, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        tell: @escaping @Sendable () -> Void
    ) {
        pause = Self.pause(for: limit ?? .zero)
        self.tell = tell
        isWaitedFor = limit != nil
        self.now = now
    }

    static func pause(for limit: Duration) -> Duration { limit / 8 }

    func progressed() {
        guard isWaitedFor else { return }
        let moment = now()
        let isDue = last.withLock { last in
            if let last, moment - last < pause { return false }
            last = moment
            return true
        }
        if isDue { tell() }
    }
}
