// SPDX-License-Identifier: Apache-2.0
import Sync

/// What a command asks of the service, as one line of JSON.
struct ControlRequest: Codable, Hashable, Sendable {
    enum Kind: String, Codable, Sendable {
        /// Somebody decided something: plan and apply now. Answered at once, with what keeps it from that in `error`.
        case decided
        /// A command waits for the state, and is to have it before the next step. Answered at once.
        case turn
        /// A whole run. Answered when it has ended.
        case sync
        /// Read the configuration again. Answered when that is done or refused.
        case reload
    }

    var kind: Kind
    /// For `sync`: what the command line accepts, and whether everybody is to be read.
    var accepts = Accepts()
    var readsEverybody = false
    /// For whom the answer is.
    var format = "table"
    var columns: Int?
    var hasColours = false

    /// What is left of it when a part was done. What was accepted was accepted once, and not for each part.
    mutating func goesOn(after report: RunReport) {
        readsEverybody = false
        func left(_ accepted: Int?, _ used: Int) -> Int? { accepted.map { max(0, $0 - used) } }
        let done = report.applied.done
        accepts.missing = left(accepts.missing, report.observation?.gone ?? 0)
        accepts.disables = left(accepts.disables, report.unattendedDisables)
        // Whoever was created is enabled by the next part.
        let enabled = done.count { if case .register = $0.operation { true } else { false } }
        accepts.enables = left(accepts.enables, enabled)
    }

    struct Accepts: Codable, Hashable, Sendable {
        var missing: Int?
        var disables: Int?
        var enables: Int?
    }
}

/// The answer to it: what the command writes, and how it ends.
struct ControlAnswer: Codable, Hashable, Sendable {
    var output = ""
    var error = ""
    var exit: Int32
}
