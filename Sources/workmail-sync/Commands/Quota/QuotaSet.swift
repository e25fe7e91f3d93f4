// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Sync

/// `quota set`: how large mailboxes may become.
struct QuotaSet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Sets mailbox quotas, 1 to 51200 MB.",
        discussion: """
            Examples:
              workmail-sync quota set ana.silva bob 2048
              workmail-sync quota set --from-file quotas.csv     (columns: user,quota)

            All or nothing.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: EditOptions
    @Argument(help: ArgumentHelp("Users, and last the quota in MB.", valueName: "user… megabytes"))
    var words: [String] = []
    @Option(help: ArgumentHelp("A CSV file with the columns user and quota; - for standard input.", valueName: "file"))
    var fromFile: String?

    func validate() throws {
        if fromFile != nil, !words.isEmpty { throw ValidationError("name users or give --from-file, not both") }
        guard fromFile == nil else { return }
        if words.count < 2 { throw ValidationError("name users, and last the quota in MB") }
        if Int(words.last ?? "") == nil { throw ValidationError("“\(words.last ?? "")” is no number of MB") }
    }

    func run() async throws {
        let editing = try AccountEditing(config, output, options)
        let rows = try rows()
        try await editing.requireOwnership(of: .quota, wanted: rows.map { ($0.user, nil) })
        try await editing.run { _, book in try await book.requests(rows) }
    }

    private func rows() throws -> [(user: String, edit: AccountEdit, place: String?)] {
        guard let fromFile else {
            let megabytes = Int(words.last ?? "") ?? 0
            return words.dropLast().map { ($0, .setQuota(megabytes), nil) }
        }
        let file = try CSVFile(path: fromFile, columns: ["user", "quota"], consequence: "nothing was done")
        return try file.rows.map { row in
            guard let megabytes = row["quota"].flatMap({ Int($0) }) else {
                throw CommandFailure(
                    "\(row.place), column quota", "“\(row["quota"] ?? "")” is no number of MB; nothing was done",
                    remedy: "correct it and try again")
            }
            return (row["user"] ?? "", .setQuota(megabytes), row.place)
        }
    }
}
