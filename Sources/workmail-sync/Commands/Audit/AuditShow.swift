// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Sync

/// `audit show`: one record, whole.
struct AuditShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows one record with everything in it.",
        discussion: "Example: workmail-sync audit show 17")

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: ArgumentHelp("The record's id, as audit list shows it.", valueName: "id")) var id: Int64

    func run() async throws {
        guard let record = try await SyncAssembly(config).store().auditRecord(id) else {
            throw CommandFailure("record \(id)", "there is none", remedy: "workmail-sync audit list")
        }
        let document = AuditDocument(record)
        try output.show(document) { terminal in
            let facts: [(String, String?)] = [
                ("when", document.at.formatted(.iso8601)), ("finished", document.finished?.formatted(.iso8601)),
                ("by", document.by), ("what", document.operation), ("who", document.who),
                ("objectGUID", document.objectGUID), ("entity", document.entityID),
                ("from", ValueText.shown(document.old)), ("to", ValueText.shown(document.new)),
                ("because", document.reason), ("result", document.result),
                ("requests", document.requests.isEmpty ? nil : document.requests.joined(separator: ", ")),
                ("chain", document.chain.joined(separator: ", ")),
            ]
            let lines = facts.compactMap { name, value in
                value.map { "  " + name.padding(toLength: 12, withPad: " ", startingAt: 0) + $0.printable }
            }
            return ([terminal.styled("record \(document.id)", .heading)] + lines).joined(separator: "\n")
        }
    }
}
