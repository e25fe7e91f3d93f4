// SPDX-License-Identifier: Apache-2.0
import GRDB

/// The file of an embedded organization cannot be used: not a refusal of the organization, but a fault below it.
public struct EmbeddedOrganizationFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The path of the file.
    public var file: String
    /// What is wrong, for example `the disk is full`.
    public var cause: String
    /// What to do about it.
    public var remedy: String
    /// Whether the same call may succeed later without anybody doing anything: the file was in use.
    public var isTransient: Bool

    public init(file: String, cause: String, remedy: String, isTransient: Bool = false) {
        self.file = file
        self.cause = cause
        self.remedy = remedy
        self.isTransient = isTransient
    }

    public var description: String { "\(file): \(cause); \(remedy)" }

    /// The database's own code in words; the code stays in the text for whoever has to look it up.
    init(_ error: DatabaseError, file: String) {
        let detail = "\(error.message ?? "no message"), SQLite code \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_NOTADB, .SQLITE_CORRUPT, .SQLITE_FORMAT:
            self.init(
                file: file, cause: "the mail organization's database is damaged or no database (\(detail))",
                remedy: "restore the file from a backup, or move it away to start an empty organization")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            self.init(
                file: file, cause: "the file cannot be written (\(detail))",
                remedy: "make the file and its folder writable for the user that runs the agent")
        case .SQLITE_CANTOPEN:
            self.init(
                file: file, cause: "the file cannot be opened (\(detail))",
                remedy: "check that the folder exists and that the user that runs the agent may write there")
        case .SQLITE_FULL:
            self.init(
                file: file, cause: "the disk is full (\(detail))",
                remedy: "free some space on its file system; nothing of the last change was kept")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(
                file: file, cause: "another program has kept the file locked for more than 5 seconds (\(detail))",
                remedy: "try again", isTransient: true)
        case .SQLITE_IOERR:
            self.init(
                file: file, cause: "reading or writing failed (\(detail))",
                remedy: "check the disk and the file system's messages; nothing of the last change was kept")
        default:
            self.init(
                file: file, cause: "the mail organization's database failed (\(detail))",
                remedy: "report this with the code")
        }
    }
}
