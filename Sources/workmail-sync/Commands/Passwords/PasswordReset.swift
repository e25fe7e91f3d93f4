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
        let person = try delegation.delegate ? directoryPerson(account, assembly) : nil
        if person == nil, let refusal = account.refusal { throw CommandFailure(user, refusal.description) }

        let policy = try await config.traced { _ in try await PolicyInForce.of(account, parts) }
        let shown = try await reset(account, person, policy, assembly)
        try show(account, password: shown, isRehearsal: options.dryRun, isUnknown: policy.isUnknown)
    }

    /// Owns the password, which has gone from memory when this returns.
    /// - Returns: one that was generated, to be shown.
    private func reset(
        _ account: Account, _ person: MirroredPerson?, _ policy: PolicyInForce, _ assembly: SyncAssembly
    ) async throws -> String? {
        let password = try newPassword(policy)
        let route: PolicyInForce.Route = person == nil ? .organization : .directory
        let verdict = policy.judge(password, through: route)
        guard verdict.violations.isEmpty else {
            let document = VerdictDocument(verdict, policy, through: route)
            if output.format == .json { try printJSON(document) }
            throw CommandFailure(
                "the new password", document.text(.none), remedy: "choose another; nothing was sent or changed")
        }
        if let unknown = verdict.unknown, !generate {
            StandardError.say("The policy is not known (\(unknown.printable)); the server decides.")
        }
        if generate { for note in policy.notesOnGenerated(at: Date()) { StandardError.say("Note: \(note)".printable) } }
        if mustChangeAtNextLogon, person?.user.accountControl.contains(.passwordNeverExpires) == true {
            StandardError.say(
                "Note: the account's password never expires, so that the next logon may not ask for another.")
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
            do {
                try await run.resetPassword(
                    of: person, to: password, mustChangeAtNextLogon: mustChangeAtNextLogon, unlock: unlock,
                    as: credential, by: name, reason: options.journalReason)
            } catch PasswordResetFailure.refused(let refusal) where refusal.isByPolicy && verdict.unknown != nil {
                throw refusal.failureUnderUnknownPolicy
            }
        }
        return generate ? password.text : nil
    }

    /// The policy that was last read, which is what a password set there has to meet: nobody is asked for a refusal.
    private func tellPolicy(_ assembly: SyncAssembly) async throws {
        let policy = try await assembly.withScratchParts(asksDirectory: false) { parts in
            let account = try? await AccountBook(parts.store, parts.organization).account(user)
            return (
                own: account?.guid == nil ? nil : try await PolicyInForce.of(account, parts, mayAsk: false).reading,
                domain: try await PolicyInForce.of(nil, parts, mayAsk: false).reading
            )
        }
        let command = "workmail-sync password policy \(user)"
        if let own = policy.own {
            StandardError.say("The policy in force, \(own.words)".printable)
        } else if let domain = policy.domain {
            StandardError.say(
                "The policy in force for \(user) was never read; the domain's own, \(domain.words)".printable)
            StandardError.say("What is in force for them: \(command)".printable)
        } else {
            StandardError.say("The policy in force: \(command)".printable)
        }
    }

    private func directoryPerson(_ account: Account, _ assembly: SyncAssembly) throws -> MirroredPerson {
        guard let person = account.person, person.presence == .present else {
            throw CommandFailure(
                user.printable, "is nobody of the directory; --delegate is for its people",
                remedy: "run workmail-sync sync, if they are new there")
        }
        guard person.user.kind == .person else {
            throw CommandFailure(
                user.printable, "is \(person.user.kind.words): its password is not set from here",
                remedy: "use the domain's own tools, if it has to be set at all")
        }
        guard !person.user.isNamed(assembly.settings.directory.bindName) else {
            throw CommandFailure(
                user.printable,
                "is the account that this agent reads the directory with: a new password would cut the agent off",
                remedy: "set it with the domain's own tools, and write it to directory.password_file at the same time")
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

    private func show(_ account: Account, password: String?, isRehearsal: Bool, isUnknown: Bool) throws {
        let document = Document(
            user: account.name, dryRun: isRehearsal, isReset: !isRehearsal,
            place: delegation.delegate ? "directory" : "workmail", password: password)
        try output.show(document) { _ in
            guard !isRehearsal else {
                let who = delegation.delegate ? ", and whether this administrator may was not asked" : ""
                let verdict = isUnknown ? "The policy is not known" : "The policy takes it"
                return "\(account.label.printable): \(verdict); nothing was sent\(who)."
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

extension PasswordPolicyReading {
    /// When it was read, and what, for a line of a message; without a policy, why there is none.
    fileprivate var words: String {
        let values =
            switch knowledge {
            case .known: values.map { "\($0.name) \($0.text)" }.joined(separator: ", ")
            case .unknown(let reason): "not known: \(reason)"
            }
        return "read on \(readAt.formatted(.iso8601)): \(values)"
    }
}

extension PasswordRefusal {
    /// For a policy that cannot be shown: what the server itself asks for, where it says so.
    fileprivate var failureUnderUnknownPolicy: CommandFailure {
        // Samba: “… It should be equal or longer than 24 characters!”
        let minimum = serverWords.firstMatch(of: /longer than ([0-9]{1,4}) characters/).map { "\($0.1)" }
        let trouble = DirectoryTrouble(PasswordResetFailure.refused(self))
        return CommandFailure(
            trouble?.thing ?? "password in the directory", trouble?.cause ?? "\(self)",
            remedy: minimum.map { "nothing was changed; give one of at least \($0) characters" }
                ?? "nothing was changed; ask the domain's administrator for the minimum length, which is not known here"
        )
    }
}

extension ObjectKind {
    /// What such an object is, for a sentence.
    fileprivate var words: String {
        switch self {
        case .person: "a person"
        case .computer: "a computer"
        case .managedServiceAccount: "a managed service account, whose password the directory keeps"
        case .trustAccount: "the account of a trust with another domain"
        case .systemAccount: "a system account of the directory"
        case .conflictObject: "the loser of a replication conflict"
        case .resource: "a room, a piece of equipment or a shared mailbox"
        }
    }
}

extension DirectoryUser {
    /// Whether a name to bind with means it: a DN, a UPN, also the one that everybody has, or `DOMAIN\\name`.
    fileprivate func isNamed(_ bindName: String) -> Bool {
        let domain = dn.split(separator: ",").filter { $0.lowercased().hasPrefix("dc=") }.map { $0.dropFirst(3) }
        let names = [dn, userPrincipalName, "\(sAMAccountName)@\(domain.joined(separator: "."))"].compactMap(\.self)
        let own = bindName.firstIndex(of: "\\").map { bindName[$0...].dropFirst().lowercased() }
        return names.contains { $0.lowercased() == bindName.lowercased() } || own == sAMAccountName.lowercased()
    }
}
