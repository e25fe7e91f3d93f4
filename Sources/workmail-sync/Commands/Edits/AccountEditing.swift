// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Sync
import WorkMail

/// The way of every edit: may it be done here at all, who is meant, is all of it possible; and then all of it.
struct AccountEditing {
    let assembly: SyncAssembly
    let config: ConfigurationOptions
    let output: OutputOptions
    let options: EditOptions

    init(_ config: ConfigurationOptions, _ output: OutputOptions, _ options: EditOptions) throws {
        assembly = try SyncAssembly(config)
        self.config = config
        self.output = output
        self.options = options
    }

    /// - Parameter wanted: whom the edit names, and what they were to get, for the refusal.
    /// - Throws: `CommandFailure` when one of the fields is not ours to write; nothing has been asked or changed then, and
    ///   for programs the refusal is on standard output as well.
    func requireOwnership(
        of fields: [AccountField], wanted: [(user: String, value: String?)] = []
    ) async throws {
        guard let refused = assembly.ownership.firstRefused(fields) else { return }
        let refusal = try await OwnershipRefusal.of(refused, assembly, wanted: wanted)
        if output.format == .json { try printJSON(refusal) }
        throw refusal.failure
    }

    /// Plans the requests that `requests` makes, carries them out, and shows how it went.
    /// - Parameter question: what has to be confirmed, from the plan; `nil` for nothing.
    func run(
        confirming confirmation: ConfirmationOptions? = nil, question: ((EditPlan) -> String)? = nil,
        requests: (SyncParts, AccountBook) async throws -> [EditRequest]
    ) async throws {
        let report: (EditPlan, RunReport?) = try await Progress.during { progress in
            var assembly = assembly
            assembly.progress = { progress.update($0.line) }
            func planned(_ parts: SyncParts) async throws -> EditPlan {
                let book = try await AccountBook(parts.store, parts.organization)
                var planner = try await EditPlanner(parts, by: Administrator.name(), reason: options.journalReason)
                return try await planner.plan(try await requests(parts, book))
            }
            if options.dryRun {
                return try await assembly.withScratchParts(asksDirectory: false) { (try await planned($0), nil) }
            }
            var asked: [Change]?
            if let confirmation, let question {
                // Not under the lock: nobody else should have to wait for an answer.
                let plan = try await planned(try assembly.parts(asksDirectory: false))
                if !plan.plan.changes.isEmpty { try confirmation.confirm(question(plan)) }
                asked = plan.plan.changes
            }
            return try await assembly.whileLocked(asksDirectory: false) { parts in
                let plan = try await planned(parts)
                guard asked == nil || asked == plan.plan.changes else {
                    throw CommandFailure(
                        "confirmation", "something changed while it was asked for; nothing was done",
                        remedy: "try again", exit: .tryAgain)
                }
                return (plan, try await SyncRun(parts).carryOut(plan))
            }
        }
        try EditReportView(plan: report.0, report: report.1, speed: assembly.speed).show(output)
        if let report = report.1, !report.applied.failed.isEmpty || !report.applied.skipped.isEmpty {
            throw Exit.failed.code
        }
    }
}

extension AccountBook {
    /// The account of somebody whom a command names.
    /// - Throws: `EditProblems` that name the place as well.
    func account(_ user: String, at place: String?) async throws -> Account {
        do { return try await account(user) } catch let failure as UserReferenceFailure {
            guard let place else { throw failure }
            throw EditProblems([EditProblem(place: place, user: "“\(user)”", clause: failure.clause)])
        }
    }

    /// Requests for everybody, or every reason why somebody is not found.
    func requests(
        _ users: [(user: String, edit: AccountEdit, place: String?)]
    ) async throws -> [EditRequest] {
        let book = try await ready(for: users.count)
        var requests: [EditRequest] = []
        var problems: [EditProblem] = []
        for (user, edit, place) in users {
            do {
                let account = try await book.account(user, at: place)
                requests.append(EditRequest(user: user, account: account, edit: edit, place: place))
            } catch let failure as EditProblems {
                problems += failure.problems
            }
        }
        guard problems.isEmpty else { throw EditProblems(problems) }
        return requests
    }
}

extension UserReferenceFailure {
    /// The failure as a clause about the text.
    var clause: String {
        switch self {
        case .unknown: "is nobody whom the last sync saw or the organization has"
        case .ambiguous(_, let people):
            "may mean \(people.count) people; name one by objectGUID: "
                + people.map { "\($0.guid) (\($0.user.dn))" }.joined(separator: ", ")
        }
    }
}

extension EditProblems: CommandFailureConvertible {
    var commandFailure: CommandFailure {
        guard problems.count > 1 || problems.first?.place != nil else {
            let problem = problems.first
            return CommandFailure(problem?.user ?? "edit", problem?.clause ?? "refused")
        }
        let shown = problems.prefix(50).map { "  " + "\($0)".printable }
        let rest = problems.count > 50 ? ["  … and \(problems.count - 50) more"] : []
        return CommandFailure(
            "nothing was done", (["\(problems.count.counted("problem")):"] + shown + rest).joined(separator: "\n"),
            remedy: "correct these and try again")
    }
}
