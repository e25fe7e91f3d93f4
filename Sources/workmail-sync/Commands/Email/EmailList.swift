// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Sync
import WorkMail

/// `email list`: the addresses of one user.
struct EmailList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the addresses of a user; the user can send from each of them.",
        discussion: "Example: workmail-sync email list ana.silva")

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: .user) var user: String

    func run() async throws {
        let parts = try SyncAssembly(config).parts(asksDirectory: false)
        let account = try await AccountBook(parts.store, parts.organization).account(user)
        let addresses = try await AccountAddresses(of: account, parts.organization)
        try output.show(addresses.documents) { terminal in
            guard !addresses.documents.isEmpty else {
                return "\(account.label.printable) has no address: only an enabled user has."
            }
            var table = TextTable([.init("address", importance: .high), .init("kind")])
            for address in addresses.documents { table.append([.init(address.address), .init(address.kind)]) }
            return table.text(on: terminal)
                + "\n\(addresses.aliases.count) of \(EditRefusal.mostAliases) aliases are used."
        }
    }
}

/// The addresses of an account, the primary one first.
struct AccountAddresses {
    var primary: EmailAddress?
    var aliases: [EmailAddress]

    init(of account: Account, _ organization: any MailOrganization) async throws {
        primary = account.user?.email
        aliases = []
        guard let user = account.user, user.state == .enabled else { return }
        // The service lists the primary address among the aliases.
        aliases = try await organization.listAliases(user.id).filter { $0 != user.email }.sorted()
    }

    struct Document: Encodable {
        var address: String
        /// `primary`, `alias`, or `address` for one in another domain.
        var kind: String
    }

    /// With the guide's difference: in the domain of the primary address it is an alias, in another one an address.
    var documents: [Document] {
        let first = primary.map { [Document(address: $0.text, kind: "primary")] } ?? []
        return first
            + aliases.map {
                Document(address: $0.text, kind: $0.domain == primary?.domain ? "alias" : "address in another domain")
            }
    }
}

extension ArgumentHelp {
    /// For the argument that names one user or more.
    static let user = ArgumentHelp(
        "A GUID, sAMAccountName, UPN, address or DN; or a name or id of the organization.", valueName: "user")
}
