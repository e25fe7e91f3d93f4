// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// For whom the output is.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    /// For people.
    case table
    /// For programs: one JSON document with the same facts.
    case json
}

/// `--output`, which every command that shows something has.
struct OutputOptions: ParsableArguments {
    @Option(name: .customLong("output"), help: "table for people, or json: one document with the same facts.")
    var format: OutputFormat = .table

    /// The one place where formats part. The document is a type of its own, so that a column can change without the
    /// JSON.
    /// - Parameter people: the text, given the terminal it must fit. Values of others in it must be `printable`; a
    ///   `TextTable` sees to that itself.
    /// - Throws: when standard output takes no more.
    func show(_ document: @autoclosure () throws -> some Encodable, people: (Terminal) throws -> String) throws {
        switch format {
        case .table: try StandardOutput.write(people(.standardOutput))
        case .json: try printJSON(document())
        }
    }
}

/// Writes one JSON document to standard output.
func printJSON(_ document: some Encodable) throws {
    try StandardOutput.write(JSONDocument.text(document))
}
