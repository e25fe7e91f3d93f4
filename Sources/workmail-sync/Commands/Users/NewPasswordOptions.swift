// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import PasswordPolicy

/// Where a new password comes from: asked for twice unless one of these is given.
struct NewPasswordOptions: ParsableArguments {
    @Flag(help: "Generate a password, and show it once.") var generate = false
    @Flag(help: "Set none: the user cannot sign in before a password is set.") var noPassword = false
    @Option(help: ArgumentHelp("Read the password from this open file descriptor.", valueName: "number"))
    var passwordFd: Int32?
    @Option(
        help: ArgumentHelp(
            "Write generated passwords to this new file of mode 0600, instead of showing them.", valueName: "file"))
    var passwordsTo: String?

    func validate() throws {
        if [generate, noPassword, passwordFd != nil].count(where: { $0 }) > 1 {
            throw ValidationError("--generate, --no-password and --password-fd exclude each other")
        }
        try PasswordInput.validate(descriptor: passwordFd, "--password-fd")
        if passwordsTo != nil, !generate { throw ValidationError("--passwords-to goes with --generate") }
    }

    /// The password for a user, from the file descriptor or from the terminal.
    func read(for name: String) throws -> Password {
        if let passwordFd { return Password(utf8: try PasswordInput.read(descriptor: passwordFd)) }
        return Password(
            utf8: try PasswordInput.askTwice(
                "New password for \(name)", remedy: "run it at a terminal, or give --generate or --password-fd"))
    }
}
