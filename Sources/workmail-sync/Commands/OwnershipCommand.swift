// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Sync

/// `ownership`: who owns which field, and why.
struct OwnershipCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ownership",
        abstract: "Shows who owns each field of an account, and which line of the configuration made it so.",
        discussion: """
            Example: workmail-sync ownership

            What the mail organization owns is changed here. What the directory owns is read-only here: an editing command
            then shows the change as LDIF, and makes it in the directory with --delegate and an administrator's credentials.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let assembly = try SyncAssembly(config)
        let text = OwnershipText(assembly)
        let all = assembly.ownership.all
        try output.show(all.map { Document($0, text) }) { terminal in
            var table = TextTable([
                .init("field", importance: .high), .init("owner", importance: .high), .init("in the directory"),
                .init("because", importance: .low),
            ])
            for ownership in all {
                let attributes = ownership.field.directoryAttributes.joined(separator: ", ")
                table.append([
                    .init(ownership.field.rawValue), .init(ownership.owner.rawValue, ownership.isOurs ? .good : .plain),
                    .init(attributes), .init(text.reason(ownership)),
                ])
            }
            return table.text(on: terminal)
        }
    }

    struct Document: Encodable {
        var field: String
        var owner: String
        var delegable: Bool
        var attributes: [String]
        var key: String
        var value: String
        var origin: String
        var explanation: String

        init(_ ownership: Ownership, _ text: OwnershipText) {
            field = ownership.field.rawValue
            owner = ownership.owner.rawValue
            delegable = ownership.isDelegable
            attributes = ownership.field.directoryAttributes
            key = ownership.reason.key
            value = ownership.reason.value
            origin = text.origin(ownership)
            explanation = ownership.reason.explanation
        }
    }
}
