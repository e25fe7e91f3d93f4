// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import CPOSIX
import Directory
import Foundation
import PasswordPolicy
import Sync

/// `password reset`: a new password for a user.
struct PasswordReset: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset", abstract: "Sets a new password for a user: here, or in the directory that owns it.",
        discussion: """
            Examples:
              workmail-sync password reset ana.silva
              workmail-sync password reset ana.silva --generate --delegate --as alice@corp.example.com --unlock

            The password is asked for twice, generated, or read from a file descriptor, and checked against the policy in force
            before it is sent. Where the directory owns passwords, --delegate sets it there as its administrator, over TLS only;
            without it the command says whose it is and asks nobody. The old password may still be taken for a while: the mail
            service's caches for a minute, a directory for up to an hour.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: EditOptions
    @OptionGroup var delegation: DirectoryCredentialOptions
    @Argument(help: .user) var user: String
    @Flag(help: "Generate the password, and show it once.") var generate = false
    @Option(help: ArgumentHelp("Read the password from this open file descriptor.", valueName: "number"))
    var passwordFd: Int32?
    @Flag(help: "With --delegate: the user must choose another at the next logon.") var mustChangeAtNextLogon = false
    @Flag(help: "With --delegate: also unlock the account.") var unlock = false

    func validate() throws {
        if generate, passwordFd != nil { throw ValidationError("--generate and --password-fd exclude each other") }
        try PasswordInput.validate(descriptor: passwordFd, "--password-fd")
        if !delegation.delegate, mustChangeAtNextLogon || unlock {
            throw ValidationError("--must-change-at-next-logon and --unlock go with --delegate")
        }
        if passwordFd != nil, passwordFd == delegation.asPasswordFd {
            throw ValidationError("the two passwords need a file descriptor each")
        }
    }

    func run() async throws {
        let editing = try AccountEditing(config, output, options)
        let assembly = editing.assembly
        if !delegation.delegate, !assembly.ownership[.password].isOurs { try await tellPolicy(assembly) }
        try await editing.requireOwnership(of: delegation.delegate ? [] : [.password], wanted: [(user, nil)])
        let asksDirectory = assembly.settings.directory.kind != .workmail
        let parts = try assembly.parts(asksDirectory: asksDirectory)
        let account = try await AccountBook(parts.store, parts.organization).account(user)
        let person = try delegation.delegate ? directoryPerson(account) : nil
        if person == nil, let refusal = account.refusal { throw CommandFailure(user, refusal.description) }

        let policy = try await PolicyInForce.of(account, parts)
        let shown = try await reset(account, person, policy, assembly)
        try show(account, password: shown, isRehearsal: options.dryRun)
    }

    /// Owns the password, which has gone from memory when this returns.
    /// - Returns: one that was generated, to be shown.
    private func reset(
        _ account: Account, _ person: MirroredPerson?, _ policy: PolicyInForce, _ assembly: SyncAssembly
    ) async throws -> String? {
        let password = try newPassword(policy)
        let verdict = policy.judge(password, straight: person != nil)
        guard verdict.violations.isEmpty else {
            let document = VerdictDocument(verdict, policy)
            throw CommandFailure(
                "the new password", document.text(.none), remedy: "choose another; nothing was sent or changed")
        }
        if let unknown = verdict.unknown {
            StandardError.say("The policy is not known (\(unknown)); the server decides.")
        }
        guard !options.dryRun else { return nil }
        let credential = try delegation.delegate ? delegation.credential() : nil
        let asksDirectory = assembly.settings.directory.kind != .workmail
        try await assembly.whileLocked(asksDirectory: asksDirectory) { parts in
            let (run, name) = (SyncRun(parts), Administrator.name())
            guard let person, let credential else {
                return try await run.resetPassword(
                    of: account, to: password, by: name, reason: options.journalReason)
            }
            try await run.resetPassword(
                of: person, to: password, mustChangeAtNextLogon: mustChangeAtNextLogon, unlock: unlock,
                as: credential, by: name, reason: options.journalReason)
        }
        return generate ? password.text : nil
    }

    /// The policy that was last read, which is what a password set there has to meet: nobody is asked for a refusal.
    private func tellPolicy(_ assembly: SyncAssembly) async throws {
        let policy = try await assembly.withScratchParts(asksDirectory: false) { parts in
            let account = try? await AccountBook(parts.store, parts.organization).account(user)
            return try await PolicyInForce.of(account, parts, mayAsk: false)
        }
        guard let reading = policy.reading else {
            return StandardError.say("The policy in force: workmail-sync password policy \(user)")
        }
        let values = reading.values.map { "\($0.name) \($0.text)" }.joined(separator: ", ")
        StandardError.say("The policy in force, read on \(reading.readAt.formatted(.iso8601)): \(values)")
    }

    private func directoryPerson(_ account: Account) throws -> MirroredPerson {
        guard let person = account.person, person.presence == .present else {
            throw CommandFailure(user, "is nobody of the directory; --delegate is for its people")
        }
        guard person.user.kind == .person else {
            throw CommandFailure(user, "is no person of the directory: its password is not set from here")
        }
        return person
    }

    private func newPassword(_ policy: PolicyInForce) throws -> Password {
        if generate {
            cposix_guard_memory()
            return policy.generate().password
        }
        if let passwordFd { return Password(utf8: try PasswordInput.read(descriptor: passwordFd)) }
        return Password(
            utf8: try PasswordInput.askTwice(
                "New password for \(user)", remedy: "run it at a terminal, or give --generate or --password-fd"))
    }

    private func show(_ account: Account, password: String?, isRehearsal: Bool) throws {
        let document = Document(
            user: account.name, dryRun: isRehearsal, isReset: !isRehearsal,
            place: delegation.delegate ? "directory" : "workmail", password: password)
        try output.show(document) { _ in
            guard !isRehearsal else {
                return "The password of \(account.label.printable) could be set; nothing was sent or changed."
            }
            let place = delegation.delegate ? "in the directory" : "in the mail organization"
            var lines = ["The password of \(account.label.printable) was set \(place)."]
            if let password { lines.append("password: \(password)") }
            return lines.joined(separator: "\n")
        }
    }

    struct Document: Encodable {
        var user: String
        var dryRun: Bool
        var isReset: Bool
        /// `directory` or `workmail`.
        var place: String
        /// Only a generated one, and only this once.
        var password: String?
    }
}
