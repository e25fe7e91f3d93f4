// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import PasswordPolicy
import Sync

/// `password check`: what the policy in force says of a password.
struct PasswordCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Checks a password against the policy in force for a user, rule by rule.",
        discussion: """
            Examples:
              workmail-sync password check ana.silva
              workmail-sync password check ana.silva --password-fd 0 < password.txt

            The rules are those of the configured kind of directory, for a password that is set through the mail organization;
            with --straight they are what the domain controller itself enforces. Nothing is sent or changed. Exit codes: 0
            accepted, 1 refused, 2 the policy is not known.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: .user) var user: String
    @Option(
        help: ArgumentHelp(
            "Read the password from this open file descriptor; 0 is standard input.", valueName: "number"))
    var passwordFd: Int32?
    @Flag(help: "Judge by what the domain controller itself enforces, as for a reset straight in the directory.")
    var straight = false

    func validate() throws { try PasswordInput.validate(descriptor: passwordFd, "--password-fd") }

    func run() async throws {
        let assembly = try SyncAssembly(config)
        let policy = try await config.traced { _ in
            let parts = try assembly.parts(asksDirectory: assembly.settings.directory.kind != .workmail)
            let account = try await AccountBook(parts.store, parts.organization).account(user)
            let policy = try await PolicyInForce.of(account, parts)
            try account.requirePresence(user, policy)
            return policy
        }
        let bytes =
            if let passwordFd { try PasswordInput.read(descriptor: passwordFd, allowingEmpty: true) } else {
                try PasswordInput.ask("Password to check: ", remedy: "run it at a terminal, or give --password-fd")
            }
        let route: PolicyInForce.Route = straight ? .directory : .organization
        let verdict = policy.judge(Password(utf8: bytes), through: route)
        let document = VerdictDocument(verdict, policy, through: route)
        try output.show(document, people: document.text)
        if !verdict.violations.isEmpty { throw Exit.failed.code }
        if verdict.unknown != nil { throw Exit.waiting.code }
    }
}
