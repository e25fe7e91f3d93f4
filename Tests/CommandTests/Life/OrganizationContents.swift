// SPDX-License-Identifier: Apache-2.0
import WorkMail

/// Everybody of an organization, with all that a sync may write of them.
struct OrganizationContents: Equatable {
    struct Member: Equatable {
        var user: MailUser
        var profile: MailProfile
        /// Without the primary address.
        var aliases: Set<EmailAddress>

        var isEnabled: Bool { user.state == .enabled }
    }

    var members: [EntityID: Member] = [:]

    init(_ organization: any MailOrganization) async throws {
        var users: [MailUser] = []
        try await organization.forEachUser(nil) { users += $0 }
        for user in users {
            var aliases = user.state == .enabled ? Set(try await organization.listAliases(user.id)) : []
            if let email = user.email { aliases.remove(email) }
            members[user.id] = Member(
                user: user, profile: try await organization.describeUser(user.id).profile, aliases: aliases)
        }
    }

    var mailboxes: [EntityID: Member] { members.filter { $0.value.isEnabled } }
}
