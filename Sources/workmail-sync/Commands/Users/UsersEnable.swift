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
        try await editing.requireOwnership(of: [.mailbox])
        let requests =
            try fromFile.map { try ApprovalFile.requests(in: $0) } ?? users.map { .init(user: $0, email: email) }
        let chosen = requests.filter { $0.email != nil }
        if !chosen.isEmpty {
            try await editing.requireOwnership(of: [.primaryEmail], wanted: chosen.map { ($0.user, $0.email) })
        }
        let strangers = try await namedByOrganization(requests, assembly)
        let people = requests.enumerated().filter { strangers[$0.offset] == nil }.map(\.element)
        let body: (SyncParts) async throws -> RunReport = { parts in
            let decisions = try await approved(people, assembly, parts)
            let edits = try await edits(requests, strangers, assembly, parts)
            let run = SyncRun(parts)
            try await parts.store.record(decisions)
            let guids = Set(decisions.map(\.person.guid))
            guard !options.dryRun else {
                var report = try await run.planned(for: guids)
                report.append(run.rehearsed(edits))
                return report
            }
            var report = try await run.carryOut(for: guids, by: Administrator.name())
            if !edits.plan.changes.isEmpty { report.append(try await run.carryOut(edits)) }
            return report
        }
        let asksDirectory = !people.isEmpty
        let report =
            options.dryRun
            ? try await assembly.withScratchParts(asksDirectory: asksDirectory) { try await body($0) }
            : try await assembly.whileLocked(asksDirectory: asksDirectory) { try await body($0) }
        try DecisionAtOnce.show(report, isRehearsal: options.dryRun, output)
    }

    /// The people of the directory: looked at again, and approved.
    private func approved(
        _ requests: [Approval.Request], _ assembly: SyncAssembly, _ parts: SyncParts
    ) async throws -> [(person: MirroredPerson, decision: Decision)] {
        guard !requests.isEmpty else { return [] }
        try await lookAgain(at: requests, parts)
        let approval = try await Approval(
            store: parts.store, assembly: assembly, organization: parts.organization, acceptsNewMailbox: newMailbox)
        return try await approval.decisions(
            requests, by: Administrator.name(), at: parts.clock(), reason: options.reason)
    }

    /// Those whom only the organization has: nobody to approve. Without an address they get the one that they had.
    private func edits(
        _ requests: [Approval.Request], _ strangers: [Int: MailUser], _ assembly: SyncAssembly, _ parts: SyncParts
    ) async throws -> EditPlan {
        let book = try await AccountBook(parts.store, parts.organization)
        let snapshots = try await parts.store.snapshots()
        let domain = try await assembly.domains().first ?? ""
        var edits: [EditRequest] = []
        var problems: [EditProblem] = []
        for (index, user) in strangers.sorted(by: { $0.key < $1.key }) {
            let request = requests[index]
            let account = try await book.account(user.id.value)
            let text = request.email ?? snapshots[user.id]?.primary ?? "\(user.name)@\(domain)"
            func refuse(_ clause: String) {
                problems.append(EditProblem(place: request.place, user: request.user, clause: clause))
            }
            if !newMailbox, let deleted = account.mailboxDeletion(by: parts.clock()) {
                refuse(EditRefusal.mailboxDeleted(deleted).description)
            }
            do {
                let email = try EmailAddress(text)
                edits.append(
                    EditRequest(user: request.user, account: account, edit: .enable(email), place: request.place))
            } catch { refuse("cannot have “\(text)”: \(error)") }
        }
        guard problems.isEmpty else { throw EditProblems(problems) }
        var planner = try await EditPlanner(parts, by: Administrator.name(), reason: options.journalReason)
        return try await planner.plan(edits)
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

    /// Of the requests by their place, those that mean a user whom only the organization has.
    private func namedByOrganization(
        _ requests: [Approval.Request], _ assembly: SyncAssembly
    ) async throws -> [Int: MailUser] {
        // A copy, so that a rehearsal leaves no file where there was none.
        try await assembly.withScratchParts(asksDirectory: false) { parts in
            let book = try await AccountBook(parts.store, parts.organization).ready(for: requests.count)
            var users: [Int: MailUser] = [:]
            for (index, request) in requests.enumerated() {
                // Who cannot be found is named later, with everything else that is wrong.
                guard let account = try? await book.account(request.user), account.person == nil else { continue }
                users[index] = account.user
            }
            return users
        }
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
