// SPDX-License-Identifier: Apache-2.0
import GRDB

/// The mailbox exports that were asked for.
///
/// Nothing is exported: an embedded organization keeps no messages. So a job is over by itself, and what became of it is
/// a question of the time alone.
enum ExportJobTable {
    /// How long a job is RUNNING, in milliseconds.
    private static let duration: Int64 = 60 * 1000
    private static let failure = "an embedded organization keeps no messages: there is nothing to export"

    private static let columns = """
        SELECT id, userID, description, roleARN, kmsKeyARN, s3BucketName, s3Prefix, startedAt, cancelledAt
        FROM mailboxExportJob
        """

    static func find(_ id: String, at now: StoredDate, in db: Database) throws -> MailboxExportJob? {
        // SQLite would read an id only up to a NUL, and find another job.
        guard !id.utf8.contains(0) else { return nil }
        return try Row.fetchOne(db, sql: "\(columns) WHERE id = ?", arguments: [id]).map { try job($0, at: now) }
    }

    /// The jobs that were started after a moment, the latest first.
    static func started(after moment: StoredDate, at now: StoredDate, in db: Database) throws -> [MailboxExportJob] {
        try Row.fetchAll(
            db, sql: "\(columns) WHERE startedAt > ? ORDER BY startedAt DESC, id", arguments: [moment]
        ).map { try job($0, at: now) }
    }

    /// Whether a job was started for a mailbox after a moment, whatever became of it.
    static func isStarted(for user: EntityID, after moment: StoredDate, in db: Database) throws -> Bool {
        try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM mailboxExportJob WHERE userID = ? AND startedAt > ?)",
            arguments: [user.value, moment]) ?? false
    }

    /// How many jobs are RUNNING.
    static func countRunning(at now: StoredDate, in db: Database) throws -> Int {
        try Int.fetchOne(
            db, sql: "SELECT count(*) FROM mailboxExportJob WHERE startedAt > ? AND cancelledAt IS NULL",
            arguments: [now.adding(-duration)]) ?? 0
    }

    /// What was asked for with a client token, and the id of the job that came of it.
    static func request(_ clientToken: String, in db: Database) throws -> (id: String, request: MailboxExportRequest)? {
        try Row.fetchOne(db, sql: "\(columns) WHERE clientToken = ?", arguments: [clientToken]).map { row in
            let request = MailboxExportRequest(
                clientToken: clientToken, entity: EntityID(try row.decode(String.self, atIndex: 1)),
                description: try row.decode(StoredText?.self, atIndex: 2)?.text,
                roleARN: try row.decode(String.self, atIndex: 3), kmsKeyARN: try row.decode(String.self, atIndex: 4),
                s3BucketName: try row.decode(String.self, atIndex: 5), s3Prefix: try row.decode(String.self, atIndex: 6)
            )
            return (try row.decode(String.self, atIndex: 0), request)
        }
    }

    static func insert(_ request: MailboxExportRequest, id: String, at now: StoredDate, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO mailboxExportJob (id, clientToken, userID, description, roleARN, kmsKeyARN, s3BucketName,
                    s3Prefix, startedAt)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                id, request.clientToken, request.entity.value, request.description.map(StoredText.init),
                request.roleARN, request.kmsKeyARN, request.s3BucketName, request.s3Prefix, now,
            ])
    }

    static func cancel(_ id: String, at now: StoredDate, in db: Database) throws {
        try db.execute(sql: "UPDATE mailboxExportJob SET cancelledAt = ? WHERE id = ?", arguments: [now, id])
    }

    private static func job(_ row: Row, at now: StoredDate) throws -> MailboxExportJob {
        let started = try row.decode(StoredDate.self, atIndex: 7)
        var job = MailboxExportJob(
            jobID: try row.decode(String.self, atIndex: 0), entity: EntityID(try row.decode(String.self, atIndex: 1)),
            description: try row.decode(StoredText?.self, atIndex: 2)?.text,
            roleARN: try row.decode(String.self, atIndex: 3), kmsKeyARN: try row.decode(String.self, atIndex: 4),
            s3BucketName: try row.decode(String.self, atIndex: 5), s3Prefix: try row.decode(String.self, atIndex: 6),
            state: .running, startTime: started.date)
        let end = started.adding(duration)
        if let cancelled = try row.decode(StoredDate?.self, atIndex: 8) {
            job.state = .cancelled
            job.endTime = cancelled.date
        } else if end <= now {
            job.state = .failed
            job.errorInfo = failure
            job.endTime = end.date
        }
        return job
    }
}
