// SPDX-License-Identifier: Apache-2.0
import GRDB

/// The state database cannot be used: which file, why, and what to do.
public struct SyncStoreFailure: Error, Sendable, CustomStringConvertible {
    enum Problem: Sendable {
        case noFolder(String)
        case notWritable
        case newerSchema
        case foreign
        case corrupt
        case full
        case busy
        case other(String)
    }

    let path: String
    let problem: Problem

    init(path: String, problem: Problem) {
        self.path = path
        self.problem = problem
    }

    init(path: String, _ error: any Error) {
        switch error {
        case let failure as SyncStoreFailure: self = failure
        case DatabaseError.SQLITE_NOTADB, DatabaseError.SQLITE_CORRUPT: self.init(path: path, problem: .corrupt)
        case DatabaseError.SQLITE_READONLY, DatabaseError.SQLITE_CANTOPEN, DatabaseError.SQLITE_PERM:
            self.init(path: path, problem: .notWritable)
        // A full disk also shows as a shared-memory file that cannot grow.
        case DatabaseError.SQLITE_FULL, DatabaseError.SQLITE_IOERR_SHMSIZE: self.init(path: path, problem: .full)
        case DatabaseError.SQLITE_BUSY, DatabaseError.SQLITE_LOCKED: self.init(path: path, problem: .busy)
        default: self.init(path: path, problem: .other("\(error)"))
        }
    }

    /// Whether the same call may succeed a little later.
    public var isTransient: Bool { if case .busy = problem { true } else { false } }

    public var description: String { "\(thing): \(cause)" }

    /// Which file.
    public var thing: String { "state database \(path)" }

    /// What is wrong with it.
    public var cause: String {
        switch problem {
        case .noFolder(let folder): "the folder \(folder) does not exist"
        case .notWritable: "it cannot be opened for writing"
        case .foreign: "it belongs to another program, or is the organization's"
        case .newerSchema: "a newer version of this program wrote it"
        case .corrupt: "it is damaged or no SQLite database"
        case .full: "the disk is full"
        case .busy: "another program holds it locked"
        case .other(let text): "\(text)"
        }
    }

    /// What to do.
    public var remedy: String {
        switch problem {
        case .noFolder(let folder): "create it: install -d -m 0700 \(folder)"
        case .notWritable: "check owner and mode of the file and its folder, and that the disk is not mounted read-only"
        case .foreign: "set state.file to a file of its own; this one was left as it is"
        case .newerSchema: "install that version again"
        case .corrupt: "restore it from a backup; decisions are kept only there. Nothing was changed"
        case .full: "free some space and run again; a run that was cut short is completed by the next"
        case .busy: "run again when the other one has ended"
        case .other: "run workmail-sync doctor"
        }
    }
}
