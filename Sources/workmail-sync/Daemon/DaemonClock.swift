// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Time, as the loop has it.
struct DaemonClock: Sendable {
    /// The date of everything that is written down, and by which graces and accounts end.
    var date: @Sendable () -> Date = { Date() }
    var now: @Sendable () -> ContinuousClock.Instant = { .now }
    /// Ends early when the task is cancelled.
    var pause: @Sendable (Duration) async -> Void = Self.sleep
    /// The same for the listener beside the loop, apart: while that one sleeps the loop may be at work.
    var listenerPause: @Sendable (Duration) async -> Void = Self.sleep

    private static let sleep: @Sendable (Duration) async -> Void = {
        try? await Task.sleep(for: $0, tolerance: .milliseconds(5))
    }
}
