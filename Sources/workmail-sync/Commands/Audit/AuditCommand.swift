// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Directory
import Foundation
import Sync
import WorkMail

/// `audit`: the journal.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Lists, shows, verifies and exports the journal of decisions and changes.",
        discussion: """
            Example: workmail-sync audit list --user ana.silva

            Who, when (UTC), what, from which value to which, why, and how it went. Lines are only ever added, each chained to
            the one before it, so that verify finds one that was changed, removed or moved. Passwords are never in it.
            """,
        subcommands: [AuditList.self, AuditShow.self, AuditVerify.self, AuditExport.self])
}

/// Which records are wanted.
struct AuditFilterOptions: ParsableArguments {
    @Option(help: .user) var user: String?
    @Option(help: ArgumentHelp("From this moment on: 2026-11-24 or 2026-11-24T08:00:00Z.", valueName: "when"))
    var since: String?
    @Option(help: ArgumentHelp("Before this moment.", valueName: "when")) var until: String?
    @Option(name: .customLong("by"), help: ArgumentHelp("A part of who it was.", valueName: "who")) var actor: String?
    @Option(help: ArgumentHelp("The operation, such as UpdateUser, or the verdict, such as approved."))
    var operation: String?

    func validate() throws {
        for text in [since, until].compactMap(\.self) where Self.moment(text) == nil {
            throw ValidationError("“\(text)” is no moment; write 2026-11-24 or 2026-11-24T08:00:00Z")
        }
    }

    func filter(_ assembly: SyncAssembly) async throws -> AuditFilter {
        var filter = AuditFilter(
            since: since.flatMap(Self.moment), until: until.flatMap(Self.moment), actor: actor, operation: operation)
        if let user {
            let parts = try assembly.parts(asksDirectory: false)
            let account = try await AccountBook(parts.store, parts.organization).account(user)
            (filter.guid, filter.entity) = (account.guid, account.user?.id)
        }
        return filter
    }

    /// A day in UTC, or a moment with its zone.
    static func moment(_ text: String) -> Date? {
        if let date = try? Date(text, strategy: .iso8601) { return date }
        return try? Date(text, strategy: .iso8601.year().month().day())
    }
}

/// A record as programs get it.
struct AuditDocument: Encodable {
    var id: Int64
    var at: Date
    var by: String
    var objectGUID: String?
    var entityID: String?
    var who: String
    var operation: String
    var old: String?
    var new: String?
    var reason: String
    var result: String
    var finished: Date?
    /// What the service calls the requests that were made for it.
    var requests: [String]
    /// The links of the record's lines, in hexadecimal.
    var chain: [String]

    init(_ record: AuditRecord) {
        id = record.id
        at = record.begun.at
        by = record.begun.actor
        objectGUID = record.begun.guid?.description
        entityID = (record.outcome?.entity ?? record.begun.entity)?.value
        who = record.begun.label
        operation = record.begun.operation
        old = record.begun.oldValue
        new = record.begun.newValue
        reason = record.begun.reason
        result = record.result
        finished = record.outcome?.at
        requests = (record.outcome?.requests ?? "").split(separator: " ").map(String.init)
        chain = record.chain
    }

    var isDone: Bool { result == JournalRecord.done }
}
