// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Directory
import Foundation
import Glibc
import Sync
import WorkMail

/// `approve`: decides that people get a mailbox.
struct ApproveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Approves candidates; the next sync enables them.",
        discussion: """
            Examples:
              workmail-sync approve ana.silva
              workmail-sync approve ana.silva --email ana@example.com
              workmail-sync approve --from-file new-people.csv     (columns: user,email)

            Without anybody named, on a terminal, it lists the candidates to tick and their addresses to edit.
            All or none: if one of several cannot be approved, none is.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: ArgumentHelp("A GUID, sAMAccountName, UPN, address or DN.", valueName: "user"))
    var users: [String] = []

    @Option(help: "The primary address, instead of the directory's. For one user.")
    var email: String?

    @Option(help: ArgumentHelp("A CSV file with the columns user and email; - for standard input.", valueName: "file"))
    var fromFile: String?

    @Option(
        help: ArgumentHelp(
            "Take over this user of the organization for the one named: both are the same person.", valueName: "id"))
    var adopt: String?

    @Flag(help: "Take a new, empty mailbox for somebody whose old one was deleted after its 30 days.")
    var newMailbox = false

    func validate() throws {
        if email != nil, users.count != 1 { throw ValidationError("--email goes with exactly one user") }
        if adopt != nil, users.count != 1 { throw ValidationError("--adopt goes with exactly one user") }
        if fromFile != nil, !users.isEmpty { throw ValidationError("name people or give --from-file, not both") }
    }

    func run() async throws {
        let assembly = try SyncAssembly(config)
        let store = try assembly.store()
        let organization = try assembly.organization()
        let approval = try await Approval(
            store: store, assembly: assembly, organization: organization, acceptsNewMailbox: newMailbox)
        guard let requests = try await requests(store, approval) else {
            StandardError.say("Nothing was approved.")
            return
        }
        guard !requests.isEmpty else { throw CommandFailure("approve", "nobody is named", exit: .usage) }
        if requests.contains(where: { $0.email != nil }), let refused = assembly.ownership.firstRefused([.primaryEmail])
        {
            let refusal = try await OwnershipRefusal.of(refused, assembly, wanted: requests.map { ($0.user, $0.email) })
            if output.format == .json { try printJSON(refusal) }
            throw refusal.failure
        }
        let decisions = try await approval.decisions(requests, by: Administrator.name(), at: Date())
        var adopted: MailUser?
        if let adopt, let person = decisions.first?.person {
            adopted = try await approval.adoptable(adopt, for: person, in: assembly.settings.directory.kind)
        }
        try await store.record(decisions, adopting: adopted)
        let hearing = await assembly.service.tellOfDecision()
        try show(decisions, speed: assembly.speed, hearing: hearing)
    }

    /// Who is to be approved; `nil` when the person at the terminal left without choosing.
    private func requests(_ store: SyncStore, _ approval: Approval) async throws -> [Approval.Request]? {
        if let fromFile { return try ApprovalFile.requests(in: fromFile) }
        guard users.isEmpty else { return users.map { Approval.Request(user: $0, email: email) } }
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
            throw CommandFailure(
                "approve", "nobody is named, and only at a terminal can candidates be ticked",
                remedy: "workmail-sync approve USER…, or --from-file FILE", exit: .usage)
        }
        let people = try await store.undecided()
        let contested = try await store.contestedAddresses()
        let items = people.map { person in
            let entry = CandidateDocument(person, contested: contested)
            return PickerItem(
                title: person.label, detail: "\(entry.sAMAccountName)  \(entry.dn)", address: entry.address ?? "",
                note: entry.note ?? "")
        }
        let judge = approval.judge
        let picked = try Picker.pick(items) { address in
            if case .failure(let refusal) = judge.check(address: address) { refusal.description } else { nil }
        }
        return picked?.map { .init(user: people[$0.index].guid.description, email: $0.isEdited ? $0.address : nil) }
    }

    private func show(
        _ decisions: [(person: MirroredPerson, decision: Decision)], speed: BackendSpeed,
        hearing: RunningService.Hearing?
    ) throws {
        let documents = decisions.map { DecisionDocument($0.person, $0.decision) }
        try output.show(documents) { terminal in
            var table = TextTable([
                .init("approved", importance: .high), .init("name"), .init("address", importance: .high),
            ])
            for document in documents {
                table.append([.init(document.user), .init(document.name), .init(document.email)])
            }
            let calls = documents.count
            let mailboxes = calls.counted("mailbox", "mailboxes")
            let next =
                switch hearing {
                case .atOnce: "The service enables up to \(mailboxes) now, each billed: workmail-sync status"
                case .later(let obstacle):
                    "The service enables up to \(mailboxes), each billed, as soon as it can. Now it cannot: "
                        + obstacle.printable
                case nil:
                    "The next sync enables up to \(mailboxes), each billed, "
                        + "in about \(speed.estimate(calls: calls)): workmail-sync sync"
                }
            return table.text(on: terminal) + "\n" + next
        }
    }
}

/// A decision as programs get it.
struct DecisionDocument: Encodable {
    var objectGUID: String
    var user: String
    var name: String
    var verdict: String
    var email: String?
    var reason: String?
    var by: String
    var at: Date

    init(_ person: MirroredPerson, _ decision: Decision) {
        objectGUID = person.guid.description
        user = person.user.sAMAccountName
        name = person.label
        verdict = decision.verdict.rawValue
        email = (decision.email ?? (decision.verdict == .approved ? person.standing.address : nil))?.text
        reason = decision.reason
        by = decision.by
        at = decision.at
    }
}
