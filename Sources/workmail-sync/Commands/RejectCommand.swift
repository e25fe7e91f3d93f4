// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Sync
import WorkMail

/// `reject`: decides that people get no mailbox.
struct RejectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject",
        abstract: "Rejects candidates: they are not offered again.",
        discussion:
            "Example: workmail-sync reject scanner --reason \"not a person\"\n\nApproving somebody later undoes it.")

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: ArgumentHelp("A GUID, sAMAccountName, UPN, address or DN.", valueName: "user"))
    var users: [String]

    @Option(help: "Why; it is kept with the decision.")
    var reason: String

    func run() async throws {
        let assembly = try SyncAssembly(config)
        let store = try assembly.store()
        let name = Administrator.name()
        var decisions: [(person: MirroredPerson, decision: Decision)] = []
        for user in users {
            let person = try await store.resolve(UserReference(user))
            let explanation = try await Explanation.about(person, parts: assembly.parts(asksDirectory: false))
            guard explanation.entity?.state != .enabled else {
                throw CommandFailure(
                    user, "has an enabled mailbox; nothing was rejected", remedy: "workmail-sync users disable \(user)")
            }
            decisions.append((person, Decision(verdict: .rejected, reason: reason, by: name, at: Date())))
        }
        try await store.record(decisions)
        let documents = decisions.map { DecisionDocument($0.person, $0.decision) }
        try output.show(documents) { _ in
            documents.map { "Rejected \($0.name.printable) (\($0.user.printable)): \(reason.printable)" }
                .joined(separator: "\n")
        }
    }
}
