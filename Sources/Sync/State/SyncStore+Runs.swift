// SPDX-License-Identifier: Apache-2.0
public import Directory
public import Foundation
import GRDB

/// A run that ended: when, how, and up to which point of the directory.
public struct RunRecord: Hashable, Sendable {
    public enum Outcome: String, Sendable, Codable {
        case done, waiting, stopped, failed
    }

    public var started: Date
    public var finished: Date
    public var outcome: Outcome
    /// What was done, or why not, in a sentence.
    public var detail: String
    /// The domain controller that was read.
    public var server: String?
    public var invocationID: ObjectGUID?
    /// The server's `highestCommittedUSN` before the read began.
    public var usn: Int64?

    public init(
        started: Date, finished: Date, outcome: Outcome, detail: String, server: String? = nil,
        invocationID: ObjectGUID? = nil, usn: Int64? = nil
    ) {
        self.started = started
        self.finished = finished
        self.outcome = outcome
        self.detail = detail
        self.server = server
        self.invocationID = invocationID
        self.usn = usn
    }
}

extension SyncStore {
    /// Keeps the record of a run; the last 1,000 are kept, and the last that ended in each way: when a run last went well is
    /// asked after a bad week, too.
    func keep(_ run: RunRecord) async throws {
        try await write { db in
            try db.execute(
                sql: """
                    INSERT INTO run (started, finished, outcome, detail, server, invocation_id, usn)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    run.started.timeIntervalSince1970, run.finished.timeIntervalSince1970, run.outcome.rawValue,
                    run.detail,
                    run.server, run.invocationID.map { Data($0.bytes) }, run.usn,
                ])
            try db.execute(
                sql: """
                    DELETE FROM run WHERE id <= (SELECT max(id) FROM run) - 1000
                    AND id NOT IN (SELECT max(id) FROM run GROUP BY outcome)
                    """)
        }
    }

    /// Keeps that a run could not even begin, unless the latest one ended in the same way not so long ago.
    /// - Parameter pause: in seconds.
    public func keep(failure: any Error, at now: Date, every pause: Double) async throws {
        let run = RunRecord(failure: failure, started: now, finished: now)
        if let latest = try await runs(limit: 1).first, latest.outcome == run.outcome, latest.detail == run.detail,
            (0..<pause).contains(now.timeIntervalSince(latest.finished))
        {
            return
        }
        try await keep(run)
    }

    /// The latest runs, newest first.
    public func runs(limit: Int) async throws -> [RunRecord] {
        try await read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM run ORDER BY id DESC LIMIT ?", arguments: [limit])
                .map(Self.run)
        }
    }

    /// The latest run that ended in one of these ways, not after `moment`: a clock that was ahead leaves runs of the future.
    public func latestRun(_ outcomes: [RunRecord.Outcome], by moment: Date) async throws -> RunRecord? {
        let names = outcomes.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return try await read { db in
            try Row.fetchOne(
                db, sql: "SELECT * FROM run WHERE outcome IN (\(names)) AND finished <= ? ORDER BY id DESC LIMIT 1",
                arguments: [moment.timeIntervalSince1970]
            ).map(Self.run)
        }
    }

    /// When the first run that is remembered began.
    public func firstRun() async throws -> Date? {
        try await read { db in
            try Double.fetchOne(db, sql: "SELECT min(started) FROM run").map(Date.init(timeIntervalSince1970:))
        }
    }

    private static func run(_ row: Row) -> RunRecord {
        RunRecord(
            started: Date(timeIntervalSince1970: row["started"]),
            finished: Date(timeIntervalSince1970: row["finished"]),
            outcome: RunRecord.Outcome(rawValue: row["outcome"]) ?? .failed, detail: row["detail"],
            server: row["server"],
            invocationID: (row["invocation_id"] as Data?).flatMap { ObjectGUID(bytes: Array($0)) },
            usn: row["usn"])
    }
}
