// SPDX-License-Identifier: Apache-2.0

/// A failure as people are told of it: the thing, the cause, what to do.
struct CommandFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What it is about, such as a file, a server, a person.
    var thing: String
    var cause: String
    /// What to do next; absent when nobody could know.
    var remedy: String?
    var exit: Exit

    init(_ thing: String, _ cause: String, remedy: String? = nil, exit: Exit = .failed) {
        self.thing = thing
        self.cause = cause
        self.remedy = remedy
        self.exit = exit
    }

    var description: String { "\(thing): \(cause)" }
}

/// An error that knows how people are told of it. The errors of the other modules get their words by an extension.
protocol CommandFailureConvertible: Error {
    var commandFailure: CommandFailure { get }
}

extension CommandFailure: CommandFailureConvertible {
    var commandFailure: CommandFailure { self }
}

extension SecretFailure: CommandFailureConvertible {
    var commandFailure: CommandFailure { CommandFailure(thing, cause, remedy: remedy) }
}
