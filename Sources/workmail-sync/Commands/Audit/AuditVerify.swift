// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Sync

/// `audit verify`: whether the journal is what was written.
struct AuditVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Finds records that were changed, removed or moved.",
        discussion: """
            Examples:
              workmail-sync audit verify
              workmail-sync audit verify --head 1f6c…     (a head that an earlier verification printed)

            Whoever can write the state database can compute the chain anew. Keep the head somewhere else, on paper or another
            machine, and name it later: then nothing before it can have been rewritten. Exit codes: 0 whole, 1 not.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @Option(help: ArgumentHelp("A head from an earlier time, which must still be in the journal.", valueName: "hash"))
    var head: String?

    func run() async throws {
        let result = try await SyncAssembly(config).store().verifyJournal(containing: head)
        let document = Document(
            lines: result.lines, head: result.head, isWhole: result.isWhole,
            faults: result.faults.map { "\($0)" })
        try output.show(document) { terminal in
            let verdict =
                result.isWhole
                ? [terminal.styled("The journal is whole: \(result.lines.counted("line")).", .good)]
                : [terminal.styled("The journal is NOT what was written:", .bad)]
                    + document.faults.map { "  \($0.printable)" }
            return (verdict + ["head: \(result.head)"]).joined(separator: "\n")
        }
        if !result.isWhole { throw Exit.failed.code }
    }

    struct Document: Encodable {
        var lines: Int
        var head: String
        var isWhole: Bool
        var faults: [String]
    }
}
