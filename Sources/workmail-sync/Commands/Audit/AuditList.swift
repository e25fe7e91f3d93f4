// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Sync

/// `audit list`: the latest records.
struct AuditList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the latest records, the oldest of them first.",
        discussion: "Example: workmail-sync audit list --user ana.silva --since 2026-11-01")

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var filter: AuditFilterOptions
    @Option(help: ArgumentHelp("How many.", valueName: "number")) var limit = 50

    func validate() throws { if limit < 1 { throw ValidationError("--limit must be at least 1") } }

    func run() async throws {
        let assembly = try SyncAssembly(config)
        let records = try await assembly.store().latestAuditRecords(try await filter.filter(assembly), limit: limit)
            .map(AuditDocument.init)
        try output.show(records) { terminal in
            guard !records.isEmpty else { return "No record." }
            var table = TextTable([
                .init("id", .right, importance: .high), .init("when (UTC)"), .init("by"),
                .init("what", importance: .high), .init("who", importance: .high), .init("from"), .init("to"),
                .init("result", importance: .low),
            ])
            for record in records {
                table.append([
                    .init("\(record.id)"), .init(record.at.formatted(.iso8601)), .init(record.by),
                    .init(record.operation), .init(record.who), .init(ValueText.shown(record.old)),
                    .init(ValueText.shown(record.new)), .init(record.result, record.isDone ? .plain : .bad),
                ])
            }
            return table.text(on: terminal)
        }
    }
}
