// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB

/// The state database: the mirror of the directory, and the only things that cannot be read from anywhere again —
/// decisions, links and the journal.
///
/// One SQLite file of mode 0600 in WAL mode, written with full synchronization, since a decision must survive the power
/// cord. SQL is written in this folder and nowhere else.
public struct SyncStore: Sendable {
    let database: DatabaseQueue
    /// The file's path, for messages.
    public let path: String

    /// Opens or creates the database and brings it to the present schema.
    /// - Throws: `SyncStoreFailure`, naming the file, the cause and what to do.
    public init(path: String) throws {
        self.path = path
        do {
            try Self.protect(path)
            try Self.recognize(path)
            database = try DatabaseQueue(path: path, configuration: Self.configuration(readOnly: false))
            try Self.migrator.migrate(database)
        } catch {
            throw SyncStoreFailure(path: path, error)
        }
    }

    private init(database: DatabaseQueue, path: String) {
        self.database = database
        self.path = path
    }

    static func configuration(readOnly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            if !readOnly { try db.execute(sql: "PRAGMA journal_mode = WAL") }
            try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA temp_store = FILE; PRAGMA cache_size = -8000")
            // A first import touches most pages of the indices again with every page of people: with a log of 32 MiB and
            // not SQLite's 4 they reach the file once and not ten times.
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 8192")
        }
        return configuration
    }

    /// Looks before anything is written: a path that points at another program's database, or at one that a newer version
    /// of this program wrote, must leave it as it is. A file in the middle of being made has no tables yet.
    private static func recognize(_ path: String) throws {
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber
        guard let size, size.intValue > 0 else { return }
        do {
            try recognize(path, configuration(readOnly: true))
        } catch DatabaseError.SQLITE_READONLY_ROLLBACK, DatabaseError.SQLITE_READONLY_RECOVERY {
            // Whoever made it was killed within the first write, and only a writer takes back what is half done.
            var writing = Configuration()
            writing.busyMode = .timeout(5)
            try recognize(path, writing)
        }
    }

    private static func recognize(_ path: String, _ configuration: Configuration) throws {
        try DatabaseQueue(path: path, configuration: configuration).read { db in
            let id = try Int32.fetchOne(db, sql: "PRAGMA application_id")
            let strange = "SELECT count(*) FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'"
            let tables = try Int.fetchOne(db, sql: strange) ?? 0
            guard id == applicationID || tables == 0 else { throw SyncStoreFailure(path: path, problem: .foreign) }
            guard try !migrator.hasBeenSuperseded(db) else {
                throw SyncStoreFailure(path: path, problem: .newerSchema)
            }
        }
    }

    /// Creates the file before SQLite does, so that it is never readable by others, whatever the umask, and takes the
    /// rights of others off one that is there.
    private static func protect(_ path: String) throws {
        let folder = (path as NSString).deletingLastPathComponent
        guard FileManager.default.fileExists(atPath: path) else {
            guard FileManager.default.fileExists(atPath: folder) else {
                throw SyncStoreFailure(path: path, problem: .noFolder(folder))
            }
            guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
            else { throw SyncStoreFailure(path: path, problem: .notWritable) }
            return
        }
        let attributes = try FileManager.default.attributesOfItem(
            atPath: URL(filePath: path).resolvingSymlinksInPath().path)
        let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0o600
        // Whoever took the right to write off the file meant it, for root as well.
        guard mode & 0o200 != 0, FileManager.default.isWritableFile(atPath: path) else {
            throw SyncStoreFailure(path: path, problem: .notWritable)
        }
        guard attributes[.type] as? FileAttributeType == .typeRegular, mode & 0o077 != 0 else { return }
        do { try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path) } catch {
            throw SyncStoreFailure(path: path, problem: .notWritable)
        }
    }

    /// A private copy of the state at `path` in a temporary folder, for a rehearsal; where there is no state yet, an
    /// empty one. The original is opened for reading only and not created. The folder is removed when `body` ends.
    public static func withScratchCopy<Result>(
        of path: String, _ body: (SyncStore) async throws -> Result
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("workmail-sync-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let copy = "\(folder)/state.db"
        if FileManager.default.fileExists(atPath: path) {
            do {
                try protect(copy)
                if try !copyAtRest(path, to: copy) {
                    let original = try DatabaseQueue(path: path, configuration: configuration(readOnly: true))
                    try original.backup(to: DatabaseQueue(path: copy))
                }
            } catch {
                throw SyncStoreFailure(path: path, error)
            }
        }
        let store: SyncStore
        do { store = try SyncStore(path: copy) } catch let failure as SyncStoreFailure {
            // Whatever is wrong with the copy is wrong with the original.
            throw SyncStoreFailure(path: path, problem: failure.problem)
        }
        return try await body(store)
    }

    /// Copies a database that nobody has open, byte by byte: SQLite, asked to read it, would leave a `-wal` and a `-shm`
    /// file beside it.
    /// - Returns: false when somebody has it open or opened it meanwhile; then SQLite's files are there anyway.
    private static func copyAtRest(_ path: String, to copy: String) throws -> Bool {
        func isAtRest() -> Bool { !FileManager.default.fileExists(atPath: path + "-wal") }
        func lastWrite() throws -> Date? {
            try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
        }
        guard isAtRest() else { return false }
        let before = try lastWrite()
        try FileManager.default.removeItem(atPath: copy)
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        return try isAtRest() && lastWrite() == before
    }
}
