// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Sync

/// `audit export`: the whole journal, or a part of it, for other programs.
struct AuditExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes records to standard output, one a line.",
        discussion: """
            Examples:
              workmail-sync audit export > journal.jsonl
              workmail-sync audit export --format csv --since 2026-11-01 > november.csv

            One JSON object a line, or CSV with a header, each record with the links of its lines. The journal's last link is
            the head that verify prints.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case jsonl, csv
    }

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var filter: AuditFilterOptions
    @Option(help: "jsonl: one JSON object a line; csv: with a header.") var format = Format.jsonl

    func run() async throws {
        let assembly = try SyncAssembly(config)
        let filter = try await filter.filter(assembly)
        let format = format
        if format == .csv { try StandardOutput.write(Self.columns.joined(separator: ",")) }
        try await assembly.store().forEachAuditRecord(filter) { record in
            let document = AuditDocument(record)
            switch format {
            case .jsonl: try StandardOutput.write(try JSONDocument.line(document))
            case .csv: try StandardOutput.write(Self.line(document))
            }
        }
    }

    private static let columns = [
        "id", "at", "finished", "by", "operation", "who", "objectGUID", "entityID", "old", "new", "reason", "result",
        "chain",
    ]

    private static func line(_ record: AuditDocument) -> String {
        let fields: [String?] = [
            "\(record.id)", record.at.formatted(.iso8601), record.finished?.formatted(.iso8601), record.by,
            record.operation, record.who, record.objectGUID, record.entityID, record.old, record.new, record.reason,
            record.result, record.chain.last,
        ]
        return fields.map { CSVField.text($0 ?? "") }.joined(separator: ",")
    }
}
