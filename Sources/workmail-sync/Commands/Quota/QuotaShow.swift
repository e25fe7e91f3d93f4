// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Sync
import WorkMail

/// `quota show`: quota and use of a few users.
struct QuotaShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows quota and use of mailboxes.",
        discussion: "Example: workmail-sync quota show ana.silva bob")

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: .user) var users: [String]

    func run() async throws {
        let parts = try SyncAssembly(config).parts(asksDirectory: false)
        let book = try await AccountBook(parts.store, parts.organization)
        var uses: [MailboxUse] = []
        for user in users {
            let account = try await book.account(user)
            guard let mail = account.user, mail.state == .enabled else {
                throw CommandFailure(user, EditRefusal.noMailbox(account.user?.state ?? .disabled).description)
            }
            uses.append(MailboxUse(mail, try await parts.organization.mailboxDetails(mail.id)))
        }
        try output.show(uses) { MailboxUse.table(uses, on: $0) }
    }
}

/// Quota and use of one mailbox.
struct MailboxUse: Encodable {
    /// From here on the service tells the user.
    static let noticePercent = 90.0

    var id: String
    var user: String
    var email: String?
    var quotaMegabytes: Int
    var sizeMegabytes: Double
    /// Of the quota.
    var percent: Double
    /// Whether the user is told that the mailbox is nearly full.
    var isNoticed: Bool

    init(_ user: MailUser, _ details: MailboxDetails) {
        id = user.id.value
        self.user = user.name
        email = user.email?.text
        quotaMegabytes = details.quotaMegabytes
        sizeMegabytes = details.sizeMegabytes
        percent = details.quotaMegabytes > 0 ? details.sizeMegabytes / Double(details.quotaMegabytes) * 100 : 100
        isNoticed = percent >= Self.noticePercent
    }

    static func table(_ uses: [MailboxUse], on terminal: Terminal) -> String {
        var table = TextTable([
            .init("user", importance: .high), .init("address"), .init("used MB", .right, importance: .high),
            .init("quota MB", .right, importance: .high), .init("used %", .right, importance: .high), .init("note"),
        ])
        for use in uses {
            table.append([
                .init(use.user), .init(use.email), .init(use.sizeMegabytes.rounded(to: 1)),
                .init("\(use.quotaMegabytes)"), .init(use.percent.rounded(to: 1), use.isNoticed ? .attention : .plain),
                .init(use.percent >= 100 ? "full" : use.isNoticed ? "the user is told (90 %)" : nil, .attention),
            ])
        }
        return table.text(on: terminal)
    }
}
