// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Sync
import WorkMail

/// `permissions`: who may use somebody's mailbox.
struct PermissionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "permissions", abstract: "Lists, grants and revokes rights on a user's mailbox.",
        discussion: """
            Example: workmail-sync permissions grant info bob --full-access --send-as

            FULL_ACCESS opens the mailbox (users only), SEND_AS sends as its owner, SEND_ON_BEHALF sends with both names.
            A change takes about five minutes to act, in desktop Outlook up to an hour.
            """,
        subcommands: [PermissionsList.self, PermissionsGrant.self, PermissionsRevoke.self, PermissionsRevokeAll.self])
}

/// The rights, as options.
struct PermissionOptions: ParsableArguments {
    @Flag(help: "FULL_ACCESS: open the mailbox and do everything in it. Users only.") var fullAccess = false
    @Flag(help: "SEND_AS: send as the owner, without a trace of who it was.") var sendAs = false
    @Flag(help: "SEND_ON_BEHALF: send on behalf of the owner, with both names.") var sendOnBehalf = false

    var values: Set<PermissionType> {
        var values: Set<PermissionType> = []
        if fullAccess { values.insert(.fullAccess) }
        if sendAs { values.insert(.sendAs) }
        if sendOnBehalf { values.insert(.sendOnBehalf) }
        return values
    }
}

/// Finds users and groups that may be given rights.
struct GranteeBook {
    let book: AccountBook
    let groups: [MailGroup]

    init(_ parts: SyncParts, _ book: AccountBook) async throws {
        self.book = book
        groups = try await parts.organization.listGroups().filter { $0.state != .deleted }
    }

    /// A group by name, address or id, else a user.
    func grantee(_ text: String) async throws -> (grantee: Change.Grantee, isGroup: Bool) {
        let wanted = text.lowercased()
        let group = groups.first { group in
            group.id.value == text || group.name.lowercased() == wanted || group.email?.key == wanted
        }
        if let group { return (Change.Grantee(id: group.id, name: group.name), true) }
        let account = try await book.account(text)
        guard let user = account.user else {
            throw EditProblems([EditProblem(user: text, clause: EditRefusal.notListed.description)])
        }
        if let refusal = EditRefusal(editing: user) {
            throw EditProblems([EditProblem(user: text, clause: refusal.description)])
        }
        return (Change.Grantee(id: user.id, name: user.name), false)
    }

    /// The name of whoever has an id; the id itself where nobody has it any more.
    func name(of id: EntityID, _ organization: any MailOrganization) async throws -> String {
        if let group = groups.first(where: { $0.id == id }) { return group.name }
        do { return try await organization.describeUser(id).user.name } catch MailOrganizationError.Code.entityNotFound
        {
            return id.value
        }
    }
}
