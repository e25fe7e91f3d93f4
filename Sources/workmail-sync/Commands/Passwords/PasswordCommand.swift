// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// `password`: passwords and their policies.
struct PasswordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "password", abstract: "Resets, checks and generates passwords; shows the policy in force.",
        discussion: """
            Example: workmail-sync password reset ana.silva

            A password is typed at the terminal, or read from a file descriptor; it is never an argument, and never in a log, a
            message or a database.
            """,
        subcommands: [PasswordReset.self, PasswordCheck.self, PasswordGenerate.self, PasswordPolicyShow.self])
}
