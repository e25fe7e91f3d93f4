// SPDX-License-Identifier: Apache-2.0

/// A CSV file of people to approve: a header with `user` and, if wanted, `email`, then one person a line.
enum ApprovalFile {
    private static let columns = ["user", "email"]
    private static let consequence = "nothing was approved"

    /// - Parameter path: a file, or `-` for standard input.
    /// - Throws: `CommandFailure` when it cannot be read or has no column `user`.
    static func requests(in path: String) throws -> [Approval.Request] {
        try requests(in: try CSVFile(path: path, columns: columns, consequence: consequence))
    }

    static func requests(inText text: String, path: String) throws -> [Approval.Request] {
        try requests(in: try CSVFile(text: text, path: path, columns: columns, consequence: consequence))
    }

    private static func requests(in file: CSVFile) throws -> [Approval.Request] {
        file.rows.map { .init(user: $0["user"] ?? "", email: $0["email"], place: $0.place) }
    }
}
