// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB

// Nothing is exported here: see ExportJobTable.
extension EmbeddedOrganization {
    /// A job that was cancelled counts for the 24 hours as well.
    public func startMailboxExportJob(_ request: MailboxExportRequest) async throws -> String {
        let operation = "StartMailboxExportJob"
        try request.check(for: operation)
        return try await write { db, now in
            if let earlier = try ExportJobTable.request(request.clientToken, in: db) {
                guard earlier.request.isSame(as: request) else {
                    throw MailOrganizationError(
                        .invalidParameter, operation: operation,
                        message: "ClientToken is that of another request, which has become job \(earlier.id)")
                }
                return earlier.id
            }
            let row = try UserRow.enabled(request.entity, for: operation, in: db)
            guard try !ExportJobTable.isStarted(for: row.id, after: now.adding(-Self.day), in: db) else {
                throw MailOrganizationError(
                    .limitExceeded, operation: operation,
                    message: "an export of \(Member(row))'s mailbox was started less than 24 hours ago")
            }
            let running = try ExportJobTable.countRunning(at: now, in: db)
            guard running < 10 else {
                throw MailOrganizationError(
                    .limitExceeded, operation: operation, message: "\(running) exports are running; 10 may")
            }
            let id = UUID().uuidString.lowercased()
            try ExportJobTable.insert(request, id: id, at: now, in: db)
            return id
        }
    }

    public func describeMailboxExportJob(_ jobID: String) async throws -> MailboxExportJob {
        let now = now
        return try await read { try Self.job(jobID, for: "DescribeMailboxExportJob", at: now, in: $0) }
    }

    public func listMailboxExportJobs() async throws -> [MailboxExportJob] {
        let now = now
        return try await read { db in
            try ExportJobTable.started(after: now.adding(-7 * Self.day), at: now, in: db).map { job in
                var listed = job
                listed.roleARN = nil
                listed.kmsKeyARN = nil
                listed.s3Prefix = nil
                listed.errorInfo = nil
                return listed
            }
        }
    }

    public func cancelMailboxExportJob(_ jobID: String) async throws {
        try await write { db, now in
            let job = try Self.job(jobID, for: "CancelMailboxExportJob", at: now, in: db)
            guard job.state == .running else { return }
            try ExportJobTable.cancel(job.jobID, at: now, in: db)
        }
    }

    private static let day: Int64 = 24 * 3600 * 1000

    private static func job(
        _ id: String, for operation: String, at now: StoredDate, in db: Database
    ) throws -> MailboxExportJob {
        guard let job = try ExportJobTable.find(id, at: now, in: db) else {
            throw MailOrganizationError(
                .entityNotFound, operation: operation, message: "the organization has no export job \(id)")
        }
        return job
    }
}
