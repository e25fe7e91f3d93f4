// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Sync
import WorkMail

/// `groups create`: a group in a WorkMail directory.
struct GroupsCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Creates a group, in a WorkMail directory only.",
        discussion: "Example: workmail-sync groups create Sales")

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: EditOptions
    @Argument(help: "The group's name: 1 to 256 characters.") var name: String

    func run() async throws {
        let editing = try AccountEditing(config, output, options)
        try await editing.requireOwnership(of: .groups, wanted: [(name, nil)])
        try await GroupEditing.run(editing, .create(name))
    }
}

/// Creating and deleting groups: one call, with its lines in the journal.
enum GroupEditing {
    static func run(_ editing: AccountEditing, _ edit: GroupEdit) async throws {
        let (options, output) = (editing.options, editing.output)
        if options.dryRun {
            let problem = try await editing.assembly.withScratchParts(asksDirectory: false) {
                try await SyncRun($0).problem(with: edit)
            }
            if let problem { throw CommandFailure(edit.name, problem) }
            return try output.show(Document(dryRun: true, operation: edit.operation, group: edit.name, id: nil)) { _ in
                "\(edit.operation) \(edit.name.printable): possible; nothing was done."
            }
        }
        let id = try await editing.assembly.whileLocked(asksDirectory: false) { parts in
            let run = SyncRun(parts)
            if let problem = try await run.problem(with: edit) { throw CommandFailure(edit.name, problem) }
            return try await run.carryOut(edit, by: Administrator.name(), reason: options.journalReason)
        }
        try output.show(Document(dryRun: false, operation: edit.operation, group: edit.name, id: id.value)) { _ in
            "\(edit.operation) \(edit.name.printable) (\(id.value.printable)): done."
        }
    }

    struct Document: Encodable {
        var dryRun: Bool
        var operation: String
        var group: String
        var id: String?
    }
}
