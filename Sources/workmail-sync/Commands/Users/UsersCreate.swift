// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import CPOSIX
import Foundation
import PasswordPolicy
import Sync
import WorkMail

/// `users create`: new users with their mailboxes.
struct UsersCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Creates users with their mailboxes, in a WorkMail directory; each is billed.",
        discussion: """
            Examples:
              workmail-sync users create info --display-name "Reception"
              workmail-sync users create ana.silva --first-name Ana --last-name Silva --generate
              workmail-sync users create --from-file people.csv --generate --passwords-to passwords.csv
                  (columns: user,displayName,firstName,lastName,email)

            The address is the user name in the organization's first domain unless --email says otherwise. The password is asked
            for twice, read from a file descriptor, or generated and shown once. In an organization with a directory, users are
            created there and enabled here.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: EditOptions
    @OptionGroup var passwords: NewPasswordOptions
    @Argument(help: ArgumentHelp("The user name: letters, digits, _, - and .", valueName: "user")) var user: String?
    @Option(help: "What the address list shows; else first and last name, else the user name.") var displayName: String?
    @Option(help: "The given name.") var firstName: String?
    @Option(help: "The family name.") var lastName: String?
    @Option(help: "The primary address.") var email: String?
    @Option(help: ArgumentHelp("A CSV file of users; - for standard input.", valueName: "file")) var fromFile: String?

    @Flag(help: "Leave out of the file whoever has a user already, for going on after an interruption.")
    var skipExisting = false

    func validate() throws {
        if skipExisting, fromFile == nil { throw ValidationError("--skip-existing goes with --from-file") }
        if (user == nil) == (fromFile == nil) {
            throw ValidationError("name a user, or give --from-file: one of the two")
        }
        if fromFile != nil {
            if displayName != nil || firstName != nil || lastName != nil || email != nil {
                throw ValidationError("with --from-file the file says names and addresses")
            }
            if !passwords.generate || passwords.passwordsTo == nil, !passwords.noPassword {
                throw ValidationError("with --from-file give --generate and --passwords-to FILE, or --no-password")
            }
        }
    }

    func run() async throws {
        let editing = try AccountEditing(config, output, options)
        try await editing.requireOwnership(of: [.creation], wanted: user.map { [($0, nil)] } ?? [])
        var creations = try await missing(try await creations(editing.assembly), editing.assembly)
        let generated = try setPasswords(&creations)
        let created: [CreatedUser]? = try await Progress.during { progress in
            var assembly = editing.assembly
            assembly.progress = { progress.update($0.line) }
            if options.dryRun {
                try await assembly.withScratchParts(asksDirectory: false) { try await check(creations, $0) }
                return nil
            }
            return try await assembly.whileLocked(asksDirectory: false) { parts in
                try await check(creations, parts)
                // Before anybody is made: a password that nobody knows is of no use.
                if let file = passwords.passwordsTo { try HandOverFile.write(generated, creations, to: file) }
                return try await SyncRun(parts).create(
                    creations, by: Administrator.name(), reason: options.journalReason)
            }
        }
        try CreationView(
            creations: creations, created: created, generated: passwords.passwordsTo == nil ? generated : [:]
        ).show(output)
        if created?.contains(where: { $0.failure != nil }) == true { throw Exit.failed.code }
    }

    /// With `--skip-existing`, only those whose name no user has.
    private func missing(_ creations: [UserCreation], _ assembly: SyncAssembly) async throws -> [UserCreation] {
        guard skipExisting else { return creations }
        let names = try await assembly.withScratchParts(asksDirectory: false) { parts in
            var names: Set<String> = []
            try await parts.organization.forEachUser { users in
                for user in users where user.state != .deleted { names.insert(user.name.lowercased()) }
            }
            return names
        }
        let missing = creations.filter { !names.contains($0.user.name.lowercased()) }
        let skipped = creations.count - missing.count
        if skipped > 0 {
            StandardError.say("\(skipped.counted("user")) exist already and \(skipped == 1 ? "is" : "are") left out.")
        }
        return missing
    }

    private func check(_ creations: [UserCreation], _ parts: SyncParts) async throws {
        let problems = try await SyncRun(parts).problems(with: creations)
        guard problems.isEmpty else { throw EditProblems(problems) }
    }

    private func creations(_ assembly: SyncAssembly) async throws -> [UserCreation] {
        let domain = try await assembly.domains().first ?? ""
        guard let fromFile else {
            return [
                try creation(
                    user ?? "", displayName: displayName, firstName: firstName, lastName: lastName, email: email,
                    domain: domain)
            ]
        }
        let file = try CSVFile(
            path: fromFile, columns: ["user", "displayName", "firstName", "lastName", "email"],
            consequence: "nobody was created")
        var creations: [UserCreation] = []
        var problems: [EditProblem] = []
        for row in file.rows {
            do {
                creations.append(
                    try creation(
                        row["user"] ?? "", displayName: row["displayName"], firstName: row["firstName"],
                        lastName: row["lastName"], email: row["email"], place: row.place, domain: domain))
            } catch let failure as EditProblems {
                problems += failure.problems
            }
        }
        guard problems.isEmpty else { throw EditProblems(problems) }
        return creations
    }

    private func creation(
        _ name: String, displayName: String?, firstName: String?, lastName: String?, email: String?,
        place: String? = nil, domain: String
    ) throws -> UserCreation {
        let both = [firstName, lastName].compactMap(\.self).joined(separator: " ")
        let shown = displayName ?? (both.isEmpty ? name : both)
        let text = email ?? "\(name)@\(domain)"
        let address: EmailAddress
        do { address = try EmailAddress(text) } catch {
            throw EditProblems([EditProblem(place: place, user: name, clause: "cannot have “\(text)”: \(error)")])
        }
        return UserCreation(
            user: .init(name: name, displayName: shown, firstName: firstName ?? "", lastName: lastName ?? ""),
            email: address, password: nil, place: place)
    }

    /// Gives every user a password, as the options say.
    /// - Returns: those that were generated, by user name.
    private func setPasswords(_ creations: inout [UserCreation]) throws -> [String: Password] {
        if passwords.noPassword || (options.dryRun && !passwords.generate) { return [:] }
        cposix_guard_memory()
        var generated: [String: Password] = [:]
        for index in creations.indices {
            let name = creations[index].user.name
            let password: Password
            if passwords.generate {
                password = PasswordGenerator.generate().password
                generated[name] = password
            } else {
                password = try passwords.read(for: name)
            }
            let violations = WorkMailDirectoryPolicy.judge(password).violations
            guard violations.isEmpty else {
                throw CommandFailure(
                    "the password for \(name)",
                    (["the policy of a WorkMail directory refuses it:"] + violations.map { "  \($0)" })
                        .joined(separator: "\n"),
                    remedy: "choose another; nobody was created")
            }
            creations[index].password = password
        }
        return generated
    }
}
