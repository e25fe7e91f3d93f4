// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Glibc

/// `--yes`, which every command has that cannot be taken back.
struct ConfirmationOptions: ParsableArguments {
    @Flag(name: .long, help: "Do it without asking.")
    var yes = false

    /// Asks at the terminal, and takes nothing but yes for yes.
    /// - Throws: where nobody can be asked and `--yes` was not given; when the answer is no.
    func confirm(_ question: String) throws {
        if yes { return }
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else {
            throw CommandFailure(
                "confirmation", "\(question) Nobody can be asked here, and nothing was done",
                remedy: "add --yes to the command", exit: .usage)
        }
        StandardError.write("\(question.printable) [y/N] ")
        let answer = (readLine() ?? "").trimmingCharacters(in: .whitespaces).lowercased()
        guard answer == "y" || answer == "yes" else {
            throw CommandFailure("confirmation", "not given; nothing was done")
        }
    }
}
