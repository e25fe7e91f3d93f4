// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Glibc
import TestSupport
import Testing
import WorkMail

@testable import Sync

/// A state database that cannot be used says which file it is and what is wrong, and nothing is half-done.
@Suite struct `The state database` {
    /// Runs `body` in a folder of its own.
    static func inFolder(_ body: (String) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "workmail-sync-state-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    static func failure(opening path: String) -> SyncStoreFailure? {
        do { _ = try SyncStore(path: path) } catch { return error as? SyncStoreFailure }
        return nil
    }

    /// The umask is left as it is: it belongs to the whole process, and so to the tests beside this one.
    @Test func `its files are its owner's alone, whatever they were`() async throws {
        try await Self.inFolder { folder in
            let path = folder + "/state.db"
            let store = try SyncStore(path: path)
            try await store.record([(try People.person(1, "ana", mail: nil), try People.approved())])
            let lock = try RunLock(statePath: path)
            for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
                let mode = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(file)")[.posixPermissions]
                #expect((mode as? NSNumber)?.intValue == 0o600, "\(file)")
            }
            _ = consume lock
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            _ = try SyncStore(path: path)
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
            #expect(mode?.intValue == 0o600, "a copy that somebody made readable is taken back")
        }
    }

    @Test func `of many runs the last thousand are kept, and the last of each outcome, however long it is ago`()
        async throws
    {
        try await Self.inFolder { folder in
            let store = try SyncStore(path: folder + "/state.db")
            func keep(_ outcome: RunRecord.Outcome, _ second: Int) async throws {
                let moment = Date(timeIntervalSince1970: Double(second))
                try await store.keep(
                    RunRecord(started: moment, finished: moment, outcome: outcome, detail: "\(second)"))
            }
            let first: [RunRecord.Outcome] = [.done, .failed, .done, .stopped]
            for (second, outcome) in first.enumerated() { try await keep(outcome, second) }
            for second in 4..<1_104 { try await keep(.failed, second) }
            let kept = try await store.runs(limit: 2_000).map(\.detail)
            #expect(kept == (104..<1_104).reversed().map { "\($0)" } + ["3", "2"])
            let now = Date(timeIntervalSince1970: 2_000)
            #expect(try await store.latestRun([.done, .waiting], by: now)?.detail == "2")
        }
    }

    @Test func `a second run is refused while the first holds the lock, and not after it`() async throws {
        try await Self.inFolder { folder in
            let path = folder + "/state.db"
            do {
                let first = try RunLock(statePath: path)
                #expect(throws: RunLockFailure.held(path: path + ".lock")) { _ = try RunLock(statePath: path) }
                _ = consume first
            }
            _ = try RunLock(statePath: path)
            #expect(throws: RunLockFailure.notPossible(path: "/nonexistent/state.db.lock", errno: ENOENT)) {
                _ = try RunLock(statePath: "/nonexistent/state.db")
            }
        }
    }

    @Test func `a missing folder, a folder and a file that is no database are refused by name`() async throws {
        try await Self.inFolder { folder in
            let missing = try #require(Self.failure(opening: folder + "/none/state.db"))
            #expect(missing.description.contains(folder + "/none") && missing.remedy.contains("install -d"))
            #expect(Self.failure(opening: folder)?.description.contains(folder) == true)
            let text = folder + "/text.db"
            let content = Data(String(repeating: "no database\n", count: 1_000).utf8)
            try content.write(to: URL(filePath: text))
            let damaged = try #require(Self.failure(opening: text))
            #expect(damaged.description.contains(text) && damaged.description.contains("damaged"))
            #expect(try Data(contentsOf: URL(filePath: text)) == content, "and left as it is")
        }
    }

    @Test func `a database with a damaged page fails by name instead of losing a decision`() async throws {
        try await Self.inFolder { folder in
            let path = folder + "/state.db"
            try await Self.fill(path, people: 200)
            let file = try FileHandle(forUpdating: URL(filePath: path))
            let size = try file.seekToEnd()
            for offset in stride(from: 4_096 * 2, to: size, by: 4_096) {
                try file.seek(toOffset: offset)
                try file.write(contentsOf: Data(repeating: 0xA5, count: 2_048))
            }
            try file.close()
            let error = await #expect(throws: SyncStoreFailure.self) {
                let store = try SyncStore(path: path)
                _ = try await store.decisions()
                _ = try await store.counts()
            }
            #expect(error?.description.contains(path) == true && error?.description.contains("damaged") == true)
        }
    }

    @Test func `a read-only file is refused, also to root`() async throws {
        try await Self.inFolder { folder in
            let path = folder + "/state.db"
            try await Self.fill(path, people: 1)
            try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: path)
            let failure = try #require(Self.failure(opening: path))
            #expect(failure.description.contains(path) && failure.description.contains("writing"))
        }
    }

    @Test(.enabled("only root may mount") { geteuid() == 0 })
    func `a full disk and one that is mounted read-only fail by name, with nothing half-done`() async throws {
        try await Self.inFolder { folder in
            let path = folder + "/state.db"
            try await Mount.with(folder, size: "512k") {
                try await Self.overfill(path)
                // Everybody has closed it, else the disk would be busy.
                try await Mount.remountReadOnly(folder)
                let readOnly = try #require(Self.failure(opening: path))
                #expect(readOnly.description.contains(path) && readOnly.description.contains("writing"))
            }
        }
    }

    private static func overfill(_ path: String) async throws {
        let store = try SyncStore(path: path)
        try await store.record([(try People.person(1, "ana", mail: nil), try People.approved())])
        // One transaction that does not fit on the disk.
        let many = try (0..<10_000).map { number in
            var person = try People.person(2, "bob", mail: nil)
            person.user.dn = "CN=\(number) \(String(repeating: "x", count: 200))"
            return (person: person, decision: try People.approved())
        }
        let error = await #expect(throws: SyncStoreFailure.self) { try await store.record(many) }
        #expect(error?.description.contains(path) == true && error?.description.contains("full") == true)
        #expect(try await store.decisions().keys.sorted() == [People.guid(1)])
        #expect(try await store.journalEnd() == 1)
        // What has room is written again.
        try await store.record([(try People.person(3, "cem", mail: nil), try People.approved())])
    }

    private static func fill(_ path: String, people: Int) async throws {
        let store = try SyncStore(path: path)
        for number in 0..<people {
            let person = try People.person(number, "p\(number)", mail: "p\(number)@example.com")
            try await store.record([(person, try People.approved())])
            _ = try await store.beginCompleteRead()
            _ = try await store.mirror([(ObservedUser(user: person.user, scope: .inside), person.standing)], issues: [])
        }
    }
}
