// SPDX-License-Identifier: Apache-2.0

/// What a command asks of the service, as one line of JSON.
struct ControlRequest: Codable, Hashable, Sendable {
    enum Kind: String, Codable, Sendable {
        /// Somebody decided something: plan and apply now. Answered at once.
        case decided
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
