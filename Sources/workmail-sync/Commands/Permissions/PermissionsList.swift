// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Sync
import WorkMail

/// `permissions list`: who may use a mailbox.
struct PermissionsList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists who may do what with a user's mailbox.",
        discussion: "Example: workmail-sync permissions list info")

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: .user) var user: String

    func run() async throws {
        let parts = try SyncAssembly(config).parts(asksDirectory: false)
        let book = try await AccountBook(parts.store, parts.organization)
        let account = try await book.account(user)
        guard let id = account.user?.id else { throw CommandFailure(user, EditRefusal.notListed.description) }
        let grantees = try await GranteeBook(parts, book)
        var documents: [PermissionDocument] = []
        for permission in try await parts.organization.listMailboxPermissions(id) {
            documents.append(
                PermissionDocument(
                    granteeID: permission.grantee.value,
                    grantee: try await grantees.name(of: permission.grantee, parts.organization),
                    type: permission.granteeType.rawValue, permissions: permission.values.map(\.rawValue).sorted()))
        }
        documents.sort { ($0.type, $0.grantee.lowercased()) < ($1.type, $1.grantee.lowercased()) }
        try output.show(documents) { terminal in
            guard !documents.isEmpty else { return "Nobody but \(account.label.printable) may use this mailbox." }
            var table = TextTable([
                .init("who", importance: .high), .init("kind"), .init("may", importance: .high),
                .init("id", importance: .low),
            ])
            for document in documents {
                table.append([
                    .init(document.grantee), .init(document.type.lowercased()),
                    .init(document.permissions.joined(separator: ", ")), .init(document.granteeID),
                ])
            }
            return table.text(on: terminal)
        }
    }
}

/// What somebody may do with a mailbox, as programs get it.
struct PermissionDocument: Encodable {
    var granteeID: String
    var grantee: String
    var type: String
    var permissions: [String]
}
