// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// How long a plan goes on before somebody else has their turn, and the directory is looked at again.
final class PlanPatience: Sendable {
    /// For how long a plan may at least keep the loop from looking, for example at an account that was switched off meanwhile.
    private static let least = Duration.seconds(60)

    private let reading: Duration
    private let now: @Sendable () -> ContinuousClock.Instant
    private let made: ContinuousClock.Instant
    /// When something had been done that is asked about.
    private let first = Mutex<ContinuousClock.Instant?>(nil)

    /// - Parameter reading: how long it took to read what is planned from, where that is done already.
    init(after reading: Duration, now: @escaping @Sendable () -> ContinuousClock.Instant) {
        (self.reading, self.now, made) = (reading, now, now())
    }

    /// - Parameters:
    ///   - done: how many changes were made.
    ///   - tried: how many were made or refused.
    func isOver(done: Int, tried: Int, isTurnWanted: Bool) -> Bool {
        // Whoever wants to have their turn waits for one change, whatever comes of it.
        if tried > 0, isTurnWanted { return true }
        // One that ended before it achieved anything would do so again; nor are reading, planning and what is refused at its
        // beginning to take the most of the time.
        guard done > 0 else { return false }
        let begun = first.withLock { first in
            let begun = first ?? now()
            first = begun
            return begun
        }
        return begun.duration(to: now()) >= max(Self.least, reading + made.duration(to: begun))
    }
}
