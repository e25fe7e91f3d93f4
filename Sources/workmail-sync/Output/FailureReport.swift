// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// What standard error says about a failure, and the exit code.
struct FailureReport: Hashable, Sendable {
    /// Whole lines without the last line end; control characters are escaped. Empty when there is nothing to say.
    var text: String
    var exit: Int32

    /// The last word about whatever a command throws.
    init(_ error: any Error) {
        switch error {
        case let code as ExitCode:
            text = ""
            exit = code.rawValue
        case let problems as ConfigurationProblems:
            let count = problems.problems.count
            text =
                "workmail-sync: the configuration has \(count == 1 ? "a problem" : "\(count) problems"):\n"
                + problems.problems.map { $0.description(in: problems.file).printable }.joined(separator: "\n")
                + "\nwhat to do: \(problems.remedy.printable)"
            exit = Exit.failed.rawValue
        case let failure as any CommandFailureConvertible:
            let failure = failure.commandFailure
            text = "workmail-sync: \(failure.thing.printable): \(failure.cause.printableLines)"
            if let remedy = failure.remedy { text += "\nwhat to do: \(remedy.printableLines)" }
            exit = failure.exit.rawValue
        case is CancellationError:
            text = "workmail-sync: interrupted"
            exit = Exit.tryAgain.rawValue
        default:
            text = "workmail-sync: \("\(error)".printableLines)"
            exit = Exit.failed.rawValue
        }
    }
}
