// SPDX-License-Identifier: Apache-2.0

/// Time, as the loop has it.
struct DaemonClock: Sendable {
    var now: @Sendable () -> ContinuousClock.Instant = { .now }
    /// Ends early when the task is cancelled.
    var pause: @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0, tolerance: .milliseconds(5)) }
}
