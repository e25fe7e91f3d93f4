// SPDX-License-Identifier: Apache-2.0
import Crypto
public import Foundation
public import WorkMail

extension SyncRun {
    /// Has the service export a mailbox, with an intent before and an outcome after.
    /// - Parameter label: whose mailbox it is, for the journal.
    /// - Returns: the job's id.
    public func start(
        _ request: MailboxExportRequest, label: String, by administrator: String, reason: String
    ) async throws -> String {
        let intent = JournalRecord(
            at: parts.clock(), event: .intent, guid: nil, label: label, entity: request.entity,
            operation: "StartMailboxExportJob", newValue: "s3://\(request.s3BucketName)/\(request.s3Prefix)",
            reason: reason, actor: administrator)
        var job = ""
        try await recorded(intent) {
            job = try await parts.organization.startMailboxExportJob(request)
            return request.entity
        }
        return job
    }

    /// Stops an export.
    public func cancel(_ job: MailboxExportJob, label: String, by administrator: String, reason: String) async throws {
        let intent = JournalRecord(
            at: parts.clock(), event: .intent, guid: nil, label: label, entity: job.entity,
            operation: "CancelMailboxExportJob", oldValue: job.jobID, reason: reason, actor: administrator)
        try await recorded(intent) {
            try await parts.organization.cancelMailboxExportJob(job.jobID)
            return job.entity
        }
    }
}

extension MailboxExportRequest {
    /// A request that is the same one when it is made again on the same day, as after an answer that never came: the
    /// service starts nothing new then. It takes one of a mailbox in 24 hours anyway.
    public init(
        of entity: EntityID, in organization: String, description: String?, roleARN: String, kmsKeyARN: String,
        bucket: String, prefix: String, at now: Date
    ) {
        let day = now.formatted(.iso8601.year().month().day())
        let fields = [organization, entity.value, description ?? "", roleARN, kmsKeyARN, bucket, prefix, day]
        // With lengths, so that no two lists of fields have the same bytes.
        let bytes = fields.flatMap { Array("\($0.utf8.count):".utf8) + Array($0.utf8) }
        let token = SHA256.hash(data: bytes).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }
        self.init(
            clientToken: token.joined(), entity: entity, description: description, roleARN: roleARN,
            kmsKeyARN: kmsKeyARN, s3BucketName: bucket, s3Prefix: prefix)
    }
}
