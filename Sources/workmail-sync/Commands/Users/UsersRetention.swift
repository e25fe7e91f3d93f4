// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Sync
import WorkMail

/// `users retention`: disabled mailboxes and how long they are kept.
struct UsersRetention: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention",
        abstract: "Lists disabled mailboxes, how many of their 30 days are left, and what each had.",
        discussion: """
            Example: workmail-sync users retention --within 7

            Enabling somebody again within 30 days gives the old mailbox back, with the addresses that are still free, quota and
            permissions. After that it is deleted for good. Seven days, three days and one day before the end it stands out.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @Option(help: ArgumentHelp("Only mailboxes with at most this many days left.", valueName: "days"))
    var within: Int?

    func run() async throws {
        let parts = try SyncAssembly(config).parts(asksDirectory: false)
        let all = try await DisabledMailbox.all(parts)
        let shown = all.filter { mailbox in within.map { mailbox.daysLeft <= $0 } ?? true }
        try output.show(shown) { terminal in
            guard !shown.isEmpty else { return "No disabled mailbox is kept" + (within == nil ? "." : " that short.") }
            var table = TextTable([
                .init("user", importance: .high), .init("disabled since"),
                .init("days left", .right, importance: .high),
                .init("", importance: .high), .init("comes back with", importance: .low),
            ])
            for mailbox in shown {
                table.append([
                    .init(mailbox.user), .init(mailbox.disabledSince.formatted(.iso8601)), .init("\(mailbox.daysLeft)"),
                    .init(mailbox.warning, .attention), .init(mailbox.comesBackWith),
                ])
            }
            return table.text(on: terminal) + "\nTo keep one: workmail-sync users enable USER"
        }
    }
}

/// A disabled mailbox that is still kept.
struct DisabledMailbox: Encodable {
    var id: String
    var user: String
    var name: String
    var disabledSince: Date
    /// When the mailbox is deleted.
    var deletedOn: Date
    /// Rounded up.
    var daysLeft: Int
    /// What it had when it was disabled here; absent for one that was disabled elsewhere.
    var had: MailboxSnapshot?

    /// Of the 7, 3 and 1 days before the end, the one that has come, in words.
    var warning: String?

    private static func warning(_ daysLeft: Int) -> String? {
        switch daysLeft {
        case ...1: "deleted within a day"
        case ...3: "deleted within 3 days"
        case ...7: "deleted within 7 days"
        default: nil
        }
    }

    var comesBackWith: String {
        guard let had else { return "what the organization kept" }
        var parts = ([had.primary].compactMap(\.self) + had.aliases)
        if let quota = had.quota { parts.append("\(quota) MB") }
        if !had.permissions.isEmpty { parts.append("rights of \(had.permissions.count)") }
        return parts.joined(separator: ", ")
    }

    /// All of them, the next to be deleted first.
    static func all(_ parts: SyncParts) async throws -> [DisabledMailbox] {
        let snapshots = try await parts.store.snapshots()
        let now = parts.clock()
        var found: [DisabledMailbox] = []
        try await parts.organization.forEachUser(.state(.disabled)) { users in
            for user in users {
                guard let since = user.disabledDate, !MailboxRetentionPeriod.isOver(disabled: since, at: now) else {
                    continue
                }
                let daysLeft = MailboxRetentionPeriod.daysLeft(disabled: since, at: now)
                found.append(
                    DisabledMailbox(
                        id: user.id.value, user: user.name, name: user.displayName, disabledSince: since,
                        deletedOn: MailboxRetentionPeriod.end(disabled: since),
                        daysLeft: daysLeft, had: snapshots[user.id], warning: warning(daysLeft)))
            }
        }
        return found.sorted { ($0.deletedOn, $0.user) < ($1.deletedOn, $1.user) }
    }
}
