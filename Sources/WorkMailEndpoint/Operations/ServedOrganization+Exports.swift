// SPDX-License-Identifier: Apache-2.0
import Foundation
import WorkMail

extension ServedOrganization {
    func startMailboxExportJob(
        _ request: API.StartMailboxExportJob
    ) async throws -> API.StartMailboxExportJob.Output {
        let export = MailboxExportRequest(
            clientToken: request.clientToken, entity: try await entity(request.entityID),
            description: request.description, roleARN: request.roleARN, kmsKeyARN: request.kmsKeyARN,
            s3BucketName: request.s3BucketName, s3Prefix: request.s3Prefix)
        return API.StartMailboxExportJob.Output(try await organization.startMailboxExportJob(export))
    }

    func describeMailboxExportJob(
        _ request: API.DescribeMailboxExportJob
    ) async throws -> API.DescribeMailboxExportJob.Output {
        API.DescribeMailboxExportJob.Output(try await organization.describeMailboxExportJob(request.jobID))
    }

    /// The latest first.
    func listMailboxExportJobs(
        _ request: API.ListMailboxExportJobs, _ listing: Listing
    ) async throws -> API.ListMailboxExportJobs.Output {
        let page = listing.page(try await organization.listMailboxExportJobs()) { job in
            let age = String(Int.max - Int(job.startTime.timeIntervalSince1970 * 1000))
            return String(repeating: "0", count: 19 - age.count) + age + job.jobID
        }
        return API.ListMailboxExportJobs.Output(page.rows, nextToken: page.nextToken)
    }

    func cancelMailboxExportJob(_ request: API.CancelMailboxExportJob) async throws {
        try await organization.cancelMailboxExportJob(request.jobID)
    }
}
