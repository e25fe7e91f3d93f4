// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB
import Glibc

/// The file of an embedded organization, open: SQLite in WAL mode, every commit synced to the disk, mode 0600.
///
/// Several programs may have the file open at once. A writer waits up to 5 seconds for another one; readers never wait.
/// Whatever goes wrong below SQL leaves here as an `EmbeddedOrganizationFailure`.
struct EmbeddedDatabase: Sendable {
    let file: String
    private let queue: DatabaseQueue

    /// Opens the file, makes it when it is missing, and brings its tables up to date. Blocks.
    init(file: String) throws {
        self.file = file
        self.queue = try Self.translating(file) {
            try Self.makeReady(file)
            let queue = try DatabaseQueue(path: file, configuration: Self.configuration())
            try queue.read { try Self.requireOurs($0, file: file) }
            try Self.closeToOthers(file)
            // WAL is a property of the file: this is a write on the first opening only.
            try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
            try Self.migrate(queue)
            return queue
        }
    }

    private init(file: String, queue: DatabaseQueue) {
        self.file = file
        self.queue = queue
    }

    /// A private copy of the database in `file`, or a fresh one when there is no such file; the file itself is only
    /// read. The copy has no name: it was removed from its folder as soon as it was open, so it vanishes with
    /// the last reference to it, and even when the program is killed.
    @concurrent static func scratchCopy(of file: String) async throws -> EmbeddedDatabase {
        let folder = FileManager.default.temporaryDirectory.appending(path: "mail-rehearsal-\(UUID().uuidString)")
        let copy = folder.appending(path: "organization.db").path
        defer { try? FileManager.default.removeItem(at: folder) }
        let queue = try translating(copy) {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
            try makeReady(copy)
            let queue = try DatabaseQueue(path: copy, configuration: configuration())
            // Nobody needs this copy after a crash.
            try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = OFF") }
            return queue
        }
        if FileManager.default.fileExists(atPath: file) {
            let source = try translating(file) {
                // A reader of a closed database leaves its -wal and -shm behind, and only a writer takes its own away
                // again, with nothing to write back. Where they are already, only read: they are somebody else's.
                let isOpenOrUnclean = FileManager.default.fileExists(atPath: file + "-wal")
                let source = try DatabaseQueue(path: file, configuration: configuration(readOnly: isOpenOrUnclean))
                try source.read { try requireOurs($0, file: file) }
                return source
            }
            try translating(copy) { try source.backup(to: queue) }
            try translating(file) { try source.close() }
        }
        try translating(copy) {
            // A journal with a name would be lost with the folder.
            try queue.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA journal_mode = MEMORY; PRAGMA temp_store = MEMORY")
            }
            try migrate(queue)
        }
        return EmbeddedDatabase(file: copy, queue: queue)
    }

    // `@concurrent` here is a must, not a taste: Swift 6.3.1 with -O forgets to hop back to the caller's actor when a
    // `nonisolated(nonsending)` function awaits a `@concurrent` one, as GRDB's are, within do-catch.

    @concurrent func read<T: Sendable>(_ body: @Sendable (Database) throws -> T) async throws -> T {
        do { return try await queue.read(body) } catch { throw Self.inWords(error, file: file) }
    }

    /// One transaction, all or nothing.
    @concurrent func write<T: Sendable>(_ body: @Sendable (Database) throws -> T) async throws -> T {
        do { return try await queue.write(body) } catch { throw Self.inWords(error, file: file) }
    }

    /// The same two without leaving the thread: for opening.
    func readBlocking<T>(_ body: (Database) throws -> T) throws -> T {
        try Self.translating(file) { try queue.read(body) }
    }

    func writeBlocking<T>(_ body: (Database) throws -> T) throws -> T {
        try Self.translating(file) { try queue.write(body) }
    }

    func limit(toPages pages: Int) async throws {
        _ = try await read { try Int.fetchOne($0, sql: "PRAGMA max_page_count = \(pages)") }
    }

    private static func configuration(readOnly: Bool = false) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.busyMode = .timeout(5)
        configuration.label = "mail organization"
        if !readOnly {
            // 8 MiB hold the index over the ids of 100,000 users; SQLite's own 2 MiB do not. The same index is why
            // the log is 32 MiB and not 4: a large directory's first pages change most of it every time.
            configuration.prepareDatabase {
                try $0.execute(sql: "PRAGMA synchronous = FULL; PRAGMA cache_size = -8192")
                try $0.execute(sql: "PRAGMA wal_autocheckpoint = 8192")
            }
        }
        return configuration
    }

    private static func migrate(_ queue: DatabaseQueue) throws {
        let migrator = EmbeddedSchema.migrator
        guard try !queue.read(migrator.hasCompletedMigrations) else { return }
        do {
            try migrator.migrate(queue)
        } catch is DatabaseError where (try? queue.read(migrator.hasCompletedMigrations)) == true {
            // Two programs opened a new file at once and the other one was first.
        }
    }

    /// Refuses other programs' databases and those of a later version, before anything is written.
    private static func requireOurs(_ db: Database, file: String) throws {
        let id = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        guard id == EmbeddedSchema.applicationID || (id == 0 && tables == 0) || isBeingMade(db, id: id, tables: tables)
        else {
            throw EmbeddedOrganizationFailure(
                file: file, cause: "this is the database of another program",
                remedy: "name another file for the mail organization")
        }
        guard try !EmbeddedSchema.migrator.hasBeenSuperseded(db) else {
            throw EmbeddedOrganizationFailure(
                file: file, cause: "a later version of this program has written the mail organization",
                remedy: "use that version, or restore a copy of the file from before the update")
        }
    }

    /// Between two transactions of its making a file has the table of migrations and nothing else.
    private static func isBeingMade(_ db: Database, id: Int32, tables: Int) -> Bool {
        id == 0 && (try? db.tableExists("grdb_migrations")) == true && tables <= 2
    }

    /// Makes the file with mode 0600 when it is missing, and refuses what cannot be a database of ours. SQLite gives
    /// its `-wal` and `-shm` files the mode of the file.
    private static func makeReady(_ file: String) throws {
        // mknod, not open: it makes the file without a descriptor, whose closing would drop the locks of
        // other connections of this process (SQLite, "How To Corrupt", 2.2).
        if unsafe mknod(file, S_IFREG | 0o600, 0) != 0, errno != EEXIST {
            throw EmbeddedOrganizationFailure(
                file: file, cause: "the file cannot be made: \(unsafe String(cString: strerror(errno)))",
                remedy: "check that its folder exists and that the user that runs the agent may write there")
        }
        let attributes = try FileManager.default.attributesOfItem(
            atPath: URL(filePath: file).resolvingSymlinksInPath().path)
        guard attributes[.type] as? FileAttributeType == .typeRegular else {
            throw EmbeddedOrganizationFailure(
                file: file, cause: "this is no regular file", remedy: "name another file for the mail organization")
        }
        let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
        let isEmpty = (attributes[.size] as? NSNumber)?.intValue == 0
        // Whoever took the right to write off the file meant it, for root as well.
        guard isEmpty || mode & 0o200 != 0 else {
            throw EmbeddedOrganizationFailure(
                file: file, cause: "the file is read-only (mode \(String(mode, radix: 8)))",
                remedy: "give it mode 600, or name another file for the mail organization")
        }
        // Before the umask of a strange parent keeps us out, and before there is anything to read.
        if isEmpty { try closeToOthers(file) }
    }

    /// Takes group's and others' rights off the file, and off what opening it has made beside it.
    private static func closeToOthers(_ file: String) throws {
        for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: file + suffix) {
            let mode = try FileManager.default.attributesOfItem(atPath: file + suffix)[.posixPermissions] as? NSNumber
            guard mode?.intValue != 0o600 else { continue }
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file + suffix)
        }
    }

    private static func translating<T>(_ file: String, _ body: () throws -> T) throws -> T {
        do { return try body() } catch { throw inWords(error, file: file) }
    }

    private static func inWords(_ error: any Error, file: String) -> any Error {
        switch error {
        case let error as DatabaseError:
            EmbeddedOrganizationFailure(error, file: file)
        case let error as CocoaError:
            EmbeddedOrganizationFailure(
                file: file, cause: error.localizedDescription,
                remedy: "check the file, its folder and the rights of the user that runs the agent")
        default: error
        }
    }
}
