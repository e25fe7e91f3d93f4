// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import WorkMail

/// `groups list`: the groups of the organization.
struct GroupsList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the groups.", discussion: "Example: workmail-sync groups list")

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let groups = try await SyncAssembly(config).organization().listGroups().filter { $0.state != .deleted }
            .sorted { ($0.name.lowercased(), $0.id) < ($1.name.lowercased(), $1.id) }
        let documents = groups.map {
            Document(id: $0.id.value, name: $0.name, email: $0.email?.text, state: $0.state.rawValue)
        }
        try output.show(documents) { terminal in
            guard !documents.isEmpty else { return "There is no group." }
            var table = TextTable([
                .init("group", importance: .high), .init("address"), .init("state"), .init("id", importance: .low),
            ])
            for group in documents {
                table.append([.init(group.name), .init(group.email), .init(group.state), .init(group.id)])
            }
            return table.text(on: terminal)
        }
    }

    struct Document: Encodable {
        var id: String
        var name: String
        var email: String?
        var state: String
    }
}
