// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Sync
import WorkMail

/// `users disable`: takes mailboxes away at once.
struct UsersDisable: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Disables mailboxes at once; each is kept for 30 days.",
        discussion: """
            Example: workmail-sync users disable ana.silva --reason "left on 30 November"

            The account is locked out immediately. Enabling it again within 30 days gives the old mailbox back; after that
            the service deletes it.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: ArgumentHelp("A GUID, sAMAccountName, UPN, address or DN.", valueName: "user"))
    var users: [String]

    @Option(help: "Why; it is kept in the journal.")
    var reason: String?

    func run() async throws {
        let assembly = try SyncAssembly(config)
        try await assembly.whileLocked(asksDirectory: false) { parts in
            var decisions: [(person: MirroredPerson, decision: Decision)] = []
            for user in users {
                let person = try await parts.store.resolve(UserReference(user))
                guard try await Explanation.about(person, parts: parts).entity?.state == .enabled else {
                    throw CommandFailure(
                        user, "has no enabled mailbox; nobody was disabled", remedy: "workmail-sync explain \(user)")
                }
                decisions.append(
                    (person, Decision(verdict: .disable, reason: reason, by: Administrator.name(), at: Date())))
            }
            try await parts.store.record(decisions)
            try await DecisionAtOnce.carryOut(decisions, parts, output)
        }
    }
}
