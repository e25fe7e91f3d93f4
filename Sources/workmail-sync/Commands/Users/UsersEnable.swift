// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Directory
import Foundation
import Sync
import WorkMail

/// `users enable`: approves and enables at once.
struct UsersEnable: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enable", abstract: "Approves users and enables their mailboxes at once; each is billed.",
        discussion: """
            Example: workmail-sync users enable ana.silva --email ana@example.com

            Within 30 days of a disable the old mailbox comes back; later it is a new, empty one.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: ArgumentHelp("A GUID, sAMAccountName, UPN, address or DN.", valueName: "user"))
    var users: [String]

    @Option(help: "The primary address, instead of the directory's. For one user.")
    var email: String?

    func validate() throws {
        if email != nil, users.count != 1 { throw ValidationError("--email goes with exactly one user") }
    }

    func run() async throws {
        let assembly = try SyncAssembly(config)
        try await assembly.whileLocked { parts in
            var people: Set<ObjectGUID> = []
            // Who cannot be resolved is named below, with everything else that is wrong.
            for user in users {
                if let person = try? await parts.store.resolve(UserReference(user)) { people.insert(person.guid) }
            }
            // The mirror may be days old, and this counts at once.
            if !people.isEmpty { try await SyncRun(parts).refresh(people) }
            let approval = try await Approval(store: parts.store, assembly: assembly, organization: parts.organization)
            let decisions = try await approval.decisions(
                users.map { .init(user: $0, email: email) }, by: Administrator.name(), at: Date())
            try await parts.store.record(decisions)
            try await DecisionAtOnce.carryOut(decisions, parts, output)
        }
    }
}

/// Carries out decisions that were just made, and shows how it went.
enum DecisionAtOnce {
    static func carryOut(
        _ decisions: [(person: MirroredPerson, decision: Decision)], _ parts: SyncParts, _ output: OutputOptions
    ) async throws {
        let report = try await SyncRun(parts).carryOut(for: Set(decisions.map(\.person.guid)))
        try RunReportView(report, isRehearsal: false).show(output)
        if !report.applied.failed.isEmpty { throw Exit.failed.code }
        if report.isWaiting { throw Exit.waiting.code }
    }
}
