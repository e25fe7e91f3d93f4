// SPDX-License-Identifier: Apache-2.0
public import Directory
public import Foundation
import GRDB

/// Somebody with a mailbox of whom a run knows that they left.
public struct KnownLeaver: Hashable, Sendable {
    /// When a run first saw it.
    public var since: Date
    /// `nil` for one that only an administrator can judge.
    public var cause: LeaverPolicy.Cause?

    func isActedOn(by policy: LeaverPolicy) -> Bool { cause.map { policy.action(for: $0) == .apply } ?? false }
}

extension SyncStore {
    /// Everybody with a mailbox who left, as the last run knew it.
    public func leavers() async throws -> [ObjectGUID: KnownLeaver] {
        try await read { db in
            var leavers: [ObjectGUID: KnownLeaver] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT guid, cause, since FROM leaver") {
                guard let guid = ObjectGUID(bytes: Array(row["guid"] as Data)) else { continue }
                leavers[guid] = KnownLeaver(
                    since: Date(timeIntervalSince1970: row["since"]), cause: LeaverPolicy.Cause(rawValue: row["cause"]))
            }
            return leavers
        }
    }

    /// Remembers who is a leaver now, and forgets who is none any more: somebody who came back begins anew. So does
    /// somebody with another cause, unless the policy would have acted on the one before as well: a grace is
    /// counted by causes that count. Writes nothing when that is what is remembered.
    ///
    /// Nobody left in the future: a date that was written while a clock was ahead becomes `now`.
    /// - Parameter now: by the clock that is ahead, ours or the domain controller's.
    func keep(leavers: [ObjectGUID: LeaverCause], policy: LeaverPolicy, at now: Date) async throws {
        let known = try await self.leavers()
        let gone = known.keys.filter { leavers[$0] == nil }
        var new: [(guid: ObjectGUID, cause: LeaverPolicy.Cause?, since: Date)] = []
        for (guid, cause) in leavers {
            let cause = cause.policyCause
            guard let before = known[guid] else {
                new.append((guid, cause, now))
                continue
            }
            guard before.cause != cause || before.since > now else { continue }
            new.append(
                (guid, cause, before.cause == cause || before.isActedOn(by: policy) ? min(before.since, now) : now))
        }
        guard !gone.isEmpty || !new.isEmpty else { return }
        try await write { [new] db in
            for guid in gone {
                try db.execute(sql: "DELETE FROM leaver WHERE guid = ?", arguments: [Data(guid.bytes)])
            }
            for (guid, cause, since) in new {
                try db.execute(
                    sql: "INSERT OR REPLACE INTO leaver (guid, cause, since) VALUES (?, ?, ?)",
                    arguments: [Data(guid.bytes), cause?.rawValue ?? "missing", since.timeIntervalSince1970])
            }
        }
    }
}
