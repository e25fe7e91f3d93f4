// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Sync
import WorkMail

/// `permissions revoke`: takes rights on a mailbox.
struct PermissionsRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Takes rights on a user's mailbox from users or groups.",
        discussion: """
            Example: workmail-sync permissions revoke info bob --send-as

            Without a right named, all rights of that user or group on this mailbox.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: EditOptions
    @OptionGroup var permissions: PermissionOptions
    @Argument(help: .user) var user: String
    @Argument(help: ArgumentHelp("Users or groups who lose the rights; an id also of somebody who is gone."))
    var grantees: [String]

    func run() async throws {
        let editing = try AccountEditing(config, output, options)
        try await editing.requireOwnership(of: .permissions, wanted: [(user, nil)])
        let values = permissions.values.isEmpty ? nil : permissions.values
        try await editing.run { parts, book in
            let known = try await GranteeBook(parts, book)
            let account = try await book.account(user)
            let now =
                account.user?.state == .enabled
                ? try await parts.organization.listMailboxPermissions(account.user?.id ?? .init("")) : []
            var requests: [EditRequest] = []
            for text in grantees {
                // Somebody who is gone is nobody's account any more, but may still be listed.
                let listed = now.first { $0.grantee.value == text }.map { Change.Grantee(id: $0.grantee, name: text) }
                let grantee = if let listed { listed } else { try await known.grantee(text).grantee }
                requests.append(EditRequest(user: user, account: account, edit: .revoke(grantee, values)))
            }
            return requests
        }
    }
}
