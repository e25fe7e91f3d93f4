// SPDX-License-Identifier: Apache-2.0
import Foundation

extension HostedOrganization {
    /// The client token makes it safe to send again.
    public func startMailboxExportJob(_ request: MailboxExportRequest) async throws -> String {
        let call = API.StartMailboxExportJob(
            clientToken: request.clientToken, organizationID: organizationID, entityID: request.entity.value,
            description: request.description, roleARN: request.roleARN, kmsKeyARN: request.kmsKeyARN,
            s3BucketName: request.s3BucketName, s3Prefix: request.s3Prefix)
        let answer = try await change(call) { false }
        guard let id = answer?.jobID else { throw Self.noID(API.StartMailboxExportJob.name) }
        return id
    }

    public func describeMailboxExportJob(_ jobID: String) async throws -> MailboxExportJob {
        MailboxExportJob(
            try await call(API.DescribeMailboxExportJob(jobID: jobID, organizationID: organizationID)), asked: jobID)
    }

    public func listMailboxExportJobs() async throws -> [MailboxExportJob] {
        var jobs: [MailboxExportJob] = []
        try await forEachPage(of: API.ListMailboxExportJobs.name) { token in
            let answer = try await call(
                API.ListMailboxExportJobs(
                    organizationID: organizationID, nextToken: token, maxResults: Self.pageSize))
            return Page(elements: answer.jobs ?? [], nextToken: answer.nextToken)
        } identity: {
            $0.jobID
        } body: {
            jobs += $0.compactMap(MailboxExportJob.init)
        }
        return jobs.sorted { $0.startTime > $1.startTime }
    }

    public func cancelMailboxExportJob(_ jobID: String) async throws {
        let request = API.CancelMailboxExportJob(
            clientToken: UUID().uuidString.lowercased(), jobID: jobID, organizationID: organizationID)
        _ = try await change(request) { try await self.describeMailboxExportJob(jobID).state != .running }
    }
}
