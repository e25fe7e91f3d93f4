// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import SwiftCSV

/// A CSV file with a header line, then one person a line: what commands take by `--from-file`. Read as a whole before
/// anything counts.
struct CSVFile {
    /// One line. Counted with the header, as editors and spreadsheets count.
    struct Row {
        /// For example `people.csv, line 3`.
        var place: String
        /// Without the columns whose field is empty.
        fileprivate(set) var values: [String: String]
        /// The columns whose field is empty.
        var empty: Set<String> = []

        subscript(column: String) -> String? { values[column] }
    }

    /// The columns that are there, in small letters as `columns` spells them.
    let header: [String]
    let rows: [Row]

    /// - Parameters:
    ///   - path: a file, or `-` for standard input.
    ///   - columns: those that are known, of which the first has to be there and to be filled.
    ///   - consequence: for messages: `nothing was approved`.
    /// - Throws: `CommandFailure` when it cannot be read or is no such file.
    init(path: String, columns: [String], consequence: String) throws {
        let name = path == "-" ? "standard input" : path
        let bytes: Data
        do {
            bytes =
                path == "-" ? FileHandle.standardInput.readDataToEndOfFile() : try Data(contentsOf: URL(filePath: path))
        } catch {
            let reason = unsafe access(path, R_OK) == 0 ? "it is no file of lines" : PrivateFile.reason(errno)
            throw CommandFailure(name, "it cannot be read: \(reason)", remedy: "check the name and the rights")
        }
        guard var text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure(name, "it is not UTF-8", remedy: "save it as UTF-8")
        }
        // Spreadsheets put a byte order mark in front.
        if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        try self.init(text: text, path: name, columns: columns, consequence: consequence)
    }

    init(text: String, path: String, columns: [String], consequence: String) throws {
        let example = columns.prefix(2).joined(separator: ",")
        let key = columns.first ?? "user"
        guard !text.allSatisfy(\.isWhitespace) else {
            throw CommandFailure(path, "it is empty", remedy: "begin with the line: \(example)")
        }
        // The parser takes the end of the file for the closing quote of a file that was cut off.
        guard text.utf8.count(where: { $0 == UInt8(ascii: "\"") }).isMultiple(of: 2) else {
            throw CommandFailure(path, "a quoted field does not end", remedy: "close the quote; is the file whole?")
        }
        let table: CSV<Enumerated>
        do { table = try CSV<Enumerated>(string: text) } catch {
            throw CommandFailure(path, "it is not CSV: \(error)", remedy: "write a header line, then one person a line")
        }
        let written = table.header.map { $0.trimmingCharacters(in: .whitespaces) }
        let header = written.map { name in columns.first { $0.lowercased() == name.lowercased() } ?? name.lowercased() }
        guard header.contains(key) else {
            throw CommandFailure(
                path, "its first line has no column “\(key)”: \(table.header.joined(separator: ", "))",
                remedy: "begin with the line: \(example)")
        }
        guard Set(header).count == header.count else {
            throw CommandFailure(
                path, "a column is there twice: \(header.joined(separator: ", "))", remedy: "leave one of them")
        }
        let unknown = header.filter { !columns.contains($0) }
        guard unknown.isEmpty else {
            let known = columns.dropLast().joined(separator: ", ") + " and " + (columns.last ?? "")
            throw CommandFailure(
                path, "unknown column \(unknown.joined(separator: ", "))", remedy: "only \(known) are known")
        }
        self.header = header
        var rows: [Row] = []
        // A field may have several lines.
        func lines(_ fields: [String]) -> Int {
            1 + fields.reduce(0) { count, field in count + field.unicodeScalars.count { $0 == "\n" } }
        }
        var line = 1 + lines(table.header)
        for fields in table.rows {
            defer { line += lines(fields) }
            if fields.allSatisfy({ $0.trimmingCharacters(in: .whitespaces).isEmpty }) { continue }
            let place = "line \(line)"
            guard fields.dropFirst(header.count).allSatisfy({ $0.trimmingCharacters(in: .whitespaces).isEmpty }) else {
                throw CommandFailure(
                    path, "\(place) has more fields than the header; \(consequence)",
                    remedy: "put values with a comma, such as DNs, between quotes")
            }
            var row = Row(place: "\(path), \(place)", values: [:])
            for (column, field) in zip(header, fields) {
                let text = field.trimmingCharacters(in: .whitespaces)
                if text.isEmpty { row.empty.insert(column) } else { row.values[column] = text }
            }
            guard row[key] != nil else {
                throw CommandFailure(
                    path, "\(place) names no \(key); \(consequence)", remedy: "complete or remove that line")
            }
            rows.append(row)
        }
        guard !rows.isEmpty else {
            throw CommandFailure(path, "it names nobody", remedy: "write one person a line below the header")
        }
        self.rows = rows
    }
}
