// SPDX-License-Identifier: Apache-2.0
import Foundation
import Sync
import TestSupport
import Testing
import WorkMail

/// A dry run is the same code on copies: it says what a run would do and leaves no trace.
@Suite(.tags(.server), .requiresSamba) struct `A dry run` {
    @Test func `it plans what the run then does, and leaves every file as it was`() async throws {
        try await SyncRehearsal.with { rehearsal in
            for name in ["ana", "bob"] { try await rehearsal.add(name, mail: "\(name)@example.com") }
            try await rehearsal.sync()
            try await rehearsal.approve("ana")
            try await rehearsal.add("cem", mail: "cem@example.com")
            try await rehearsal.set("mail", of: "bob", to: "robert@example.com")

            // While others have the files open, with what was written still in the write-ahead logs…
            let open = try Self.contents(of: rehearsal.folder)
            let planned = try await Self.planned(rehearsal)
            #expect(planned.plan.changes.map(line) == ["RegisterToWorkMail ana ana@example.com"])
            #expect(planned.observation?.rowsWritten == 2 && planned.counts.candidates == 3)
            #expect(try Self.contents(of: rehearsal.folder) == open)

            // …and when nobody has: not even SQLite's own files may appear.
            let closed = rehearsal.folder + "/closed"
            try FileManager.default.createDirectory(atPath: closed, withIntermediateDirectories: false)
            for file in ["state.db", "state.db-wal", "organization.db", "organization.db-wal"] {
                try FileManager.default.copyItem(atPath: "\(rehearsal.folder)/\(file)", toPath: "\(closed)/\(file)")
            }
            try await Self.openAndClose(closed, rehearsal)
            let quiet = try Self.contents(of: closed)
            #expect(quiet.keys.sorted() == ["organization.db", "state.db"])
            #expect(try await Self.planned(rehearsal, closed).plan == planned.plan)
            #expect(try Self.contents(of: closed) == quiet)

            #expect(try await rehearsal.sync().applied.done == planned.plan.changes)
        }
    }

    @Test func `where there is no state it makes none`() async throws {
        try await SyncRehearsal.with { rehearsal in
            try await rehearsal.add("ana", mail: "ana@example.com")
            let empty = rehearsal.folder + "/empty"
            try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: false)
            let planned = try await Self.planned(rehearsal, empty)
            #expect(planned.counts.candidates == 1 && planned.plan == Plan())
            #expect(try Self.contents(of: empty).isEmpty)
        }
    }

    private static let settings = EmbeddedSettings(
        alias: "rehearsal", domains: [MailDomain(name: "example.com", isDefault: true, isVerified: true)],
        directoryKind: .directoryBacked)

    /// A dry run on the files in a folder, as the command makes it.
    private static func planned(_ rehearsal: SyncRehearsal, _ folder: String? = nil) async throws -> RunReport {
        let folder = folder ?? rehearsal.folder
        let organization = try await EmbeddedOrganization.scratchCopy(
            of: folder + "/organization.db", settings: settings)
        return try await SyncStore.withScratchCopy(of: folder + "/state.db") { store in
            var parts = rehearsal.parts
            parts.store = store
            parts.organization = organization
            return try await SyncRun(parts).planned()
        }
    }

    private static func openAndClose(_ folder: String, _ rehearsal: SyncRehearsal) async throws {
        let store = try SyncStore(path: folder + "/state.db")
        let organization = try EmbeddedOrganization(file: folder + "/organization.db", settings: settings)
        _ = try await store.counts()
        _ = try await organization.describeOrganization()
    }

    /// Every file of a folder, byte for byte, without its folders; `-shm` is no content but SQLite's working memory.
    private static func contents(of folder: String) throws -> [String: Data] {
        var contents: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) where !name.hasSuffix("-shm") {
            let url = URL(filePath: "\(folder)/\(name)")
            if try url.resourceValues(forKeys: [.isDirectoryKey]).isDirectory != true {
                contents[name] = try Data(contentsOf: url)
            }
        }
        return contents
    }
}
