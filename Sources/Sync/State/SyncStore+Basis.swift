// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import GRDB

/// Whether the mirror may hold more than `TrackingState.basis` says that it was read from. People are mirrored page by
/// page, and the basis is kept when all of them are: a read that ended in between, or that was of a few people only, leaves
/// rows that the next read finds as they are and does not write.
extension SyncStore {
    /// Beside the state, and there only while it is so.
    private static let aheadName = "mirrored since the state was kept"

    /// To be called in the transaction that writes rows of the mirror.
    static func noteMirrored(in db: Database) throws {
        try db.execute(
            sql: "INSERT OR IGNORE INTO tracking VALUES (?, ?, 'true')",
            arguments: [aheadName, Date().timeIntervalSince1970])
    }

    /// Adds to the basis that is kept what rows were read from that are being written: should the read break off here, no
    /// domain controller is believed that has not got them. Before the first read has ended there is nothing to add to.
    static func raise(_ basis: ReplicationBasis, in db: Database) throws {
        if basis == ReplicationBasis() { return }
        guard let content = try String.fetchOne(db, sql: "SELECT content FROM tracking WHERE name = 'state'") else {
            return
        }
        // What cannot be decoded counts as none (`trackingState`).
        guard var state = try? JSONDecoder().decode(TrackingState.self, from: Data(content.utf8)) else { return }
        let raised = (state.basis ?? ReplicationBasis()).raised(by: basis)
        guard raised != state.basis else { return }
        state.basis = raised
        try keep(state, nil, at: Date(), in: db)
    }

    /// To be called in the transaction that keeps the basis.
    static func forgetMirrored(in db: Database) throws {
        try db.execute(sql: "DELETE FROM tracking WHERE name = ?", arguments: [aheadName])
    }

    /// Whether anything was mirrored since the basis was kept, in this read or before it.
    func isAheadOfBasis() async throws -> Bool {
        try await read { db in
            try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM tracking WHERE name = ?)", arguments: [Self.aheadName]) ?? false
        }
    }

    /// Whether the scope's filter matches others in the read that is under way than in the one before it.
    func doesFilterMatchOthers() async throws -> Bool {
        try await read { db in
            let (now, before) = ("SELECT * FROM selected", "SELECT * FROM scope_selection")
            return try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM (\(now) EXCEPT \(before)) WHERE selection = :filter)
                        OR EXISTS (SELECT 1 FROM (\(before) EXCEPT \(now)) WHERE selection = :filter)
                    """, arguments: ["filter": ResolvedScope.Selection.filter.rawValue]) ?? false
        }
    }
}
