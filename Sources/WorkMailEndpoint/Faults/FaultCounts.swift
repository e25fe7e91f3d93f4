// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// A kind of thing that goes wrong on purpose.
public enum Fault: String, CaseIterable, Sendable {
    case latency, throttled, failed, reset, html, truncated, delayed, stale, endless, denied, expired
}

/// How often each fault was played.
public final class FaultCounts: Sendable {
    private let counts = Mutex<[Fault: Int]>([:])

    init() {}

    public subscript(fault: Fault) -> Int { counts.withLock { $0[fault, default: 0] } }

    func count(_ fault: Fault) { counts.withLock { $0[fault, default: 0] += 1 } }
}
