// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Glibc
import SwiftCSV

/// A CSV file of people to approve: a header with `user` and, if wanted, `email`, then one person a line.
enum ApprovalFile {
    /// - Parameter path: a file, or `-` for standard input.
    /// - Throws: `CommandFailure` when it cannot be read or has no column `user`.
    static func requests(in path: String) throws -> [Approval.Request] {
        let bytes: Data
        do {
            bytes =
                path == "-" ? FileHandle.standardInput.readDataToEndOfFile() : try Data(contentsOf: URL(filePath: path))
        } catch {
            let reason = unsafe access(path, R_OK) == 0 ? "it is no file of lines" : PrivateFile.reason(errno)
            throw CommandFailure(path, "it cannot be read: \(reason)", remedy: "check the name and the rights")
        }
        guard var text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure(path, "it is not UTF-8", remedy: "save it as UTF-8")
        }
        // Spreadsheets put a byte order mark in front.
        if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        return try requests(inText: text, path: path)
    }

    static func requests(inText text: String, path: String) throws -> [Approval.Request] {
        guard !text.allSatisfy(\.isWhitespace) else {
            throw CommandFailure(path, "it is empty", remedy: "begin with the line: user,email")
        }
        // The parser takes the end of the file for the closing quote of a file that was cut off.
        guard text.utf8.count(where: { $0 == UInt8(ascii: "\"") }).isMultiple(of: 2) else {
            throw CommandFailure(path, "a quoted field does not end", remedy: "close the quote; is the file whole?")
        }
        let table: CSV<Enumerated>
        do { table = try CSV<Enumerated>(string: text) } catch {
            throw CommandFailure(path, "it is not CSV: \(error)", remedy: "write a header line, then one person a line")
        }
        let header = table.header.map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
        guard let userColumn = header.firstIndex(of: "user") else {
            throw CommandFailure(
                path, "its first line has no column “user”: \(table.header.joined(separator: ", "))",
                remedy: "begin with the line: user,email")
        }
        guard Set(header).count == header.count else {
            throw CommandFailure(
                path, "a column is there twice: \(header.joined(separator: ", "))", remedy: "leave one of them")
        }
        let unknown = header.filter { !["user", "email"].contains($0) }
        guard unknown.isEmpty else {
            throw CommandFailure(
                path, "unknown column \(unknown.joined(separator: ", "))", remedy: "only user and email are known")
        }
        let emailColumn = header.firstIndex(of: "email")
        var requests: [Approval.Request] = []
        for (index, row) in table.rows.enumerated() {
            func value(_ column: Int?) -> String? {
                guard let column, row.indices.contains(column) else { return nil }
                let text = row[column].trimmingCharacters(in: .whitespaces)
                return text.isEmpty ? nil : text
            }
            if row.allSatisfy({ $0.trimmingCharacters(in: .whitespaces).isEmpty }) { continue }
            // Counted with the header, as editors and spreadsheets count.
            let place = "line \(index + 2)"
            guard row.dropFirst(header.count).allSatisfy({ $0.trimmingCharacters(in: .whitespaces).isEmpty }) else {
                throw CommandFailure(
                    path, "\(place) has more fields than the header; nothing was approved",
                    remedy: "put values with a comma, such as DNs, between quotes")
            }
            guard let user = value(userColumn) else {
                throw CommandFailure(
                    path, "\(place) names no user; nothing was approved", remedy: "complete or remove that line")
            }
            requests.append(.init(user: user, email: value(emailColumn), place: "\(path), \(place)"))
        }
        guard !requests.isEmpty else {
            throw CommandFailure(path, "it names nobody", remedy: "write one person a line below the header")
        }
        return requests
    }
}
