// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Sync
import WorkMail

/// `users show`: everything the organization knows of one user, and who owns which field of it.
struct UsersShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows one user: state, addresses, quota, personal data, and who owns each field.",
        discussion: "Example: workmail-sync users show ana.silva")

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: .user) var user: String

    func run() async throws {
        let assembly = try SyncAssembly(config)
        let parts = try assembly.parts(asksDirectory: false)
        let account = try await AccountBook(parts.store, parts.organization).account(user)
        guard let details = account.details else {
            throw CommandFailure(
                user, "the organization does not list this person",
                remedy: "workmail-sync explain \(user) says what is known")
        }
        let addresses = try await AccountAddresses(of: account, parts.organization)
        let now = parts.clock()
        let use =
            details.user.state == .enabled
            ? MailboxUse(details.user, try await parts.organization.mailboxDetails(details.user.id)) : nil
        let document = Document(
            user: UserDocument(details.user), aliases: addresses.aliases.map(\.text),
            sendsFrom: addresses.documents.map(\.address), quotaMegabytes: use?.quotaMegabytes,
            sizeMegabytes: use?.sizeMegabytes, usedPercent: use?.percent,
            mailboxDeletedOn: details.user.disabledDate.map(MailboxRetentionPeriod.end),
            profile: details.profile.fields,
            hiddenFromGlobalAddressList: details.profile.hiddenFromGlobalAddressList,
            owners: Dictionary(
                uniqueKeysWithValues: assembly.ownership.all.map { ($0.field.rawValue, $0.owner.rawValue) }))
        try output.show(document) { text(details, addresses, use, assembly.ownership, now, $0) }
    }

    private func text(
        _ details: MailUserDetails, _ addresses: AccountAddresses, _ use: MailboxUse?, _ ownership: OwnershipTable,
        _ now: Date, _ terminal: Terminal
    ) -> String {
        let user = details.user
        var table = TextTable([
            .init("field"), .init("value", importance: .high), .init("owner", importance: .low),
        ])
        func add(_ name: String, _ value: String?, _ field: AccountField? = nil) {
            guard let value, !value.isEmpty else { return }
            table.append([.init(name), .init(value), .init(field.map { ownership[$0].owner.rawValue }, .faint)])
        }
        add("id", user.id.value)
        add("state", user.state.rawValue, .mailbox)
        add("role", user.role.rawValue)
        add("address", user.email?.text ?? "none", .primaryEmail)
        for address in addresses.documents.dropFirst() { add(address.kind, address.address, .aliases) }
        if !addresses.documents.isEmpty {
            add("can send from", addresses.documents.map(\.address).joined(separator: ", "))
        }
        if let use { add("quota", "\(use.quotaMegabytes) MB, \(use.percent.rounded(to: 1)) % used", .quota) }
        add("enabled", user.enabledDate?.formatted(.iso8601))
        if let date = user.disabledDate {
            let end = MailboxRetentionPeriod.end(disabled: date)
            let isOver = MailboxRetentionPeriod.isOver(disabled: date, at: now)
            add("disabled", date.formatted(.iso8601))
            add("mailbox", (isOver ? "was deleted on " : "is deleted on ") + end.formatted(.iso8601))
        }
        for field in AccountField.personalData { add(field.rawValue, details.profile[field], field) }
        let heading = "\(user.displayName.printable) (\(user.name.printable))"
        return terminal.styled(heading, .heading) + "\n" + table.text(on: terminal)
    }

    struct Document: Encodable {
        var user: UserDocument
        var aliases: [String]
        /// The addresses that the user can send from: the primary one and every alias.
        var sendsFrom: [String]
        var quotaMegabytes: Int?
        var sizeMegabytes: Double?
        var usedPercent: Double?
        /// When the mailbox of a disabled user is, or was, deleted for good.
        var mailboxDeletedOn: Date?
        var profile: [String: String]
        var hiddenFromGlobalAddressList: Bool
        /// Who owns each field.
        var owners: [String: String]
    }
}

extension MailProfile {
    /// The fields that are set, by the service's names.
    var fields: [String: String] {
        var fields: [String: String] = [:]
        for field in AccountField.personalData where field != .displayName && field != .hiddenFromGlobalAddressList {
            let name = field.rawValue.prefix(1).uppercased() + field.rawValue.dropFirst()
            if !self[field].isEmpty { fields[name] = self[field] }
        }
        return fields
    }
}
