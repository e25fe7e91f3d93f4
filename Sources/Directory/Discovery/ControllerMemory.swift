// SPDX-License-Identifier: Apache-2.0
import LDAP
import Synchronization

/// The health of the domain controllers for as long as somebody keeps this: a daemon from run to run, a single run for
/// itself.
public final class ControllerMemory: Sendable {
    private let health = Mutex(ControllerHealth())

    /// By which clock they rest and are returned to.
    let now: @Sendable () -> ContinuousClock.Instant

    public init(now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) { self.now = now }

    /// As it is now, for showing.
    public var snapshot: ControllerHealth { health.withLock { $0 } }

    func change<Result: Sendable>(_ body: (inout sending ControllerHealth) -> sending Result) -> Result {
        health.withLock { body(&$0) }
    }
}
