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
            Examples:
              workmail-sync users enable ana.silva --email ana@example.com
              workmail-sync users enable --from-file people.csv     (columns: user,email)

            Within 30 days of a disable the old mailbox comes back, with its addresses as far as they are free, quota and
            permissions; later it is a new, empty one, for which --new-mailbox is asked. Review the addresses with --dry-run.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: EditOptions

    @Argument(help: .user) var users: [String] = []

    @Option(help: "The primary address, instead of the directory's. For one user.")
    var email: String?

    @Option(help: ArgumentHelp("A CSV file with the columns user and email; - for standard input.", valueName: "file"))
    var fromFile: String?

    @Flag(help: "Take a new, empty mailbox for somebody whose old one was deleted after its 30 days.")
    var newMailbox = false

    func validate() throws {
        if email != nil, users.count != 1 { throw ValidationError("--email goes with exactly one user") }
        if fromFile != nil, !users.isEmpty { throw ValidationError("name users or give --from-file, not both") }
        if fromFile == nil, users.isEmpty { throw ValidationError("name a user, or give --from-file") }
    }

    func run() async throws {
        let editing = try AccountEditing(config, output, options)
        let assembly = editing.assembly
        try editing.requireOwnership(of: .mailbox)
        let requests =
            try fromFile.map { try ApprovalFile.requests(in: $0) } ?? users.map { .init(user: $0, email: email) }
        if requests.contains(where: { $0.email != nil }) { try editing.requireOwnership(of: .primaryEmail) }
        if let user = try await organizationUser(requests, assembly) {
            return try await editing.run { parts, book in
                let account = try await book.account(user.id.value)
                if !newMailbox, let deleted = account.mailboxDeletion(by: parts.clock()) {
                    let refusal = EditRefusal.mailboxDeleted(deleted)
                    throw EditProblems([EditProblem(user: users[0], clause: refusal.description)])
                }
                let text = email ?? "\(user.name)@\(assembly.settings.organization.domains.first ?? "")"
                return [EditRequest(user: users[0], account: account, edit: .enable(try EmailAddress(text)))]
            }
        }
        let body: (SyncParts) async throws -> RunReport = { parts in
            try await lookAgain(at: requests, parts)
            let approval = try await Approval(
                store: parts.store, assembly: assembly, organization: parts.organization,
                acceptsNewMailbox: newMailbox)
            let decisions = try await approval.decisions(
                requests, by: Administrator.name(), at: parts.clock(), reason: options.reason)
            try await parts.store.record(decisions)
            let people = Set(decisions.map(\.person.guid))
            return try await options.dryRun
                ? SyncRun(parts).planned(for: people) : SyncRun(parts).carryOut(for: people)
        }
        let report =
            options.dryRun
            ? try await assembly.withScratchParts { try await body($0) }
            : try await assembly.whileLocked { try await body($0) }
        try DecisionAtOnce.show(report, isRehearsal: options.dryRun, output)
    }

    /// The mirror may be days old, and this counts at once.
    private func lookAgain(at requests: [Approval.Request], _ parts: SyncParts) async throws {
        var people: Set<ObjectGUID> = []
        // Who cannot be resolved is named later, with everything else that is wrong.
        for request in requests {
            if let person = try? await parts.store.resolve(UserReference(request.user)) { people.insert(person.guid) }
        }
        if !people.isEmpty { try await SyncRun(parts).refresh(people) }
    }

    /// The one user who is meant, if only the organization has them: nobody to approve, and no directory to ask.
    private func organizationUser(_ requests: [Approval.Request], _ assembly: SyncAssembly) async throws -> MailUser? {
        guard fromFile == nil, requests.count == 1, let request = requests.first else { return nil }
        let parts = try assembly.parts(asksDirectory: false)
        let account = try? await AccountBook(parts.store, parts.organization).account(request.user)
        return account?.person == nil ? account?.user : nil
    }
}

/// Shows how decisions went that were carried out at once.
enum DecisionAtOnce {
    static func show(_ report: RunReport, isRehearsal: Bool, _ output: OutputOptions) throws {
        try RunReportView(report, isRehearsal: isRehearsal).show(output)
        if !report.applied.failed.isEmpty { throw Exit.failed.code }
        if report.isWaiting { throw Exit.waiting.code }
    }
}
