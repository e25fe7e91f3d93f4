// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import WorkMail

/// `users list`: whom the organization has, in which state.
struct UsersList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the organization's users with state and address.",
        discussion: "Example: workmail-sync users list --state enabled")

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Only users in this state: enabled, disabled or deleted.")
    var state: String?

    @Option(help: ArgumentHelp("Only users whose name begins so.", valueName: "prefix"))
    var name: String?

    func validate() throws {
        if state != nil, name != nil { throw ValidationError("the service takes one filter: --state or --name") }
        if let state, !["enabled", "disabled", "deleted"].contains(state.lowercased()) {
            throw ValidationError("“\(state)” is no state; there are enabled, disabled and deleted")
        }
    }

    func run() async throws {
        let organization = try SyncAssembly(config).organization()
        var users: [MailUser] = []
        let filter: UsersFilter? =
            state.map { .state(EntityState(rawValue: $0.uppercased())) } ?? name.map { .usernamePrefix($0) }
        try await organization.forEachUser(filter) { users += $0 }
        users.sort { ($0.name.lowercased(), $0.id) < ($1.name.lowercased(), $1.id) }
        try output.show(users.map(UserDocument.init)) { terminal in
            guard !users.isEmpty else { return "Nobody." }
            var table = TextTable([
                .init("user", importance: .high), .init("name"), .init("state", importance: .high),
                .init("address", importance: .high), .init("role", importance: .low), .init("since", importance: .low),
            ])
            for user in users {
                let since = user.state == .enabled ? user.enabledDate : user.disabledDate
                table.append([
                    .init(user.name), .init(user.displayName), .init(user.state.rawValue, user.state.style),
                    .init(user.email?.text), .init(user.role.rawValue), .init(since?.formatted(.iso8601)),
                ])
            }
            let enabled = users.count { $0.state == .enabled }
            return table.text(on: terminal) + "\n\(users.count.counted("user")), \(enabled) enabled."
        }
    }
}

/// A user as programs get it.
struct UserDocument: Encodable {
    var id: String
    var name: String
    var displayName: String
    var email: String?
    var state: String
    var role: String
    var enabledDate: Date?
    var disabledDate: Date?

    init(_ user: MailUser) {
        id = user.id.value
        name = user.name
        displayName = user.displayName
        email = user.email?.text
        state = user.state.rawValue
        role = user.role.rawValue
        enabledDate = user.enabledDate
        disabledDate = user.disabledDate
    }
}

extension EntityState {
    var style: TextStyle {
        switch self {
        case .enabled: .good
        case .deleted: .faint
        default: .plain
        }
    }
}
