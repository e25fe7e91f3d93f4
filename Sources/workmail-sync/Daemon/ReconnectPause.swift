// SPDX-License-Identifier: Apache-2.0
import Directory

/// How long to wait before the directory is tried again.
struct ReconnectPause: Hashable, Sendable {
    private var failures: Backoff
    /// Each try counts towards locking the account, and an administrator is needed anyway: so few that no usual limit (five
    /// or ten in half an hour) is reached.
    private var refusals = Backoff(first: .seconds(600), longest: .seconds(3_600))

    init(_ failures: Backoff = Backoff()) { self.failures = failures }

    var isFirst: Bool { failures.failures + refusals.failures == 0 }

    /// After one failure more.
    mutating func next(after error: any Error, using generator: inout some RandomNumberGenerator) -> Duration {
        DirectoryTrouble(error)?.isRefusal == true
            ? refusals.next(using: &generator) : failures.next(using: &generator)
    }

    mutating func succeeded() {
        failures.succeeded()
        refusals.succeeded()
    }
}
