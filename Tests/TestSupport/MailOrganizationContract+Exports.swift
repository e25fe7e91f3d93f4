// SPDX-License-Identifier: Apache-2.0
import Testing
import WorkMail

/// Mailbox exports: started, told, cancelled. What an export holds is not asked: an organization without messages has
/// nothing to export, and says so.
extension MailOrganizationContract {
    static let exportRules: [Rule] = [
        Rule("an export that was started is described as it was asked for") { subject in
            let organization = subject.organization
            let anna = try await subject.addEnabledUser("anna")
            let request = request(of: anna)
            let id = try await organization.startMailboxExportJob(request)
            #expect(id.wholeMatch(of: /[A-Za-z0-9-]{1,63}/) != nil)
            let job = try await organization.describeMailboxExportJob(id)
            #expect(job.jobID == id)
            #expect(job.entity == anna)
            #expect(job.description == request.description)
            #expect(job.roleARN == request.roleARN)
            #expect(job.kmsKeyARN == request.kmsKeyARN)
            #expect(job.s3BucketName == request.s3BucketName)
            #expect(job.s3Prefix == request.s3Prefix)
            #expect(job.state == .running)
            #expect(job.endTime == nil)
            let listed = try await organization.listMailboxExportJobs().first { $0.jobID == id }
            #expect(listed?.entity == anna)
            #expect(listed?.state == .running)
            #expect(listed?.startTime == job.startTime)
            try await organization.cancelMailboxExportJob(id)
        },
        Rule("asking again with the same client token gives the same job, and with another request nothing") {
            subject in
            let organization = subject.organization
            let anna = try await subject.addEnabledUser("anna")
            let bert = try await subject.addEnabledUser("bert")
            let request = request(of: anna)
            let id = try await organization.startMailboxExportJob(request)
            #expect(try await organization.startMailboxExportJob(request) == id)
            var others = [request, request, request]
            others[0].entity = bert
            others[1].s3Prefix = "elsewhere"
            others[2].description = nil
            for other in others {
                await subject.refuses([.invalidParameter]) { _ = try await organization.startMailboxExportJob(other) }
            }
            #expect(try await organization.listMailboxExportJobs().filter { $0.entity == anna }.count == 1)
            #expect(try await organization.listMailboxExportJobs().allSatisfy { $0.entity != bert })
            try await organization.cancelMailboxExportJob(id)
        },
        Rule("a RUNNING export is cancelled, and cancelling again is success") { subject in
            let organization = subject.organization
            let anna = try await subject.addEnabledUser("anna")
            let id = try await organization.startMailboxExportJob(request(of: anna))
            for _ in 0..<2 { try await organization.cancelMailboxExportJob(id) }
            let job = try await organization.describeMailboxExportJob(id)
            #expect(job.state == .cancelled)
            #expect(job.endTime != nil)
        },
        Rule("an export that is over is not cancelled") { subject in
            guard let advance = subject.controls.advance else { return }
            let organization = subject.organization
            let anna = try await subject.addEnabledUser("anna")
            let id = try await organization.startMailboxExportJob(request(of: anna))
            try await advance(.seconds(3600))
            let job = try await organization.describeMailboxExportJob(id)
            #expect([.completed, .failed].contains(job.state))
            #expect(job.endTime != nil)
            #expect((job.errorInfo != nil) == (job.state == .failed))
            try await organization.cancelMailboxExportJob(id)
            #expect(try await organization.describeMailboxExportJob(id) == job)
        },
        Rule("a mailbox is exported once in 24 hours") { subject in
            guard let advance = subject.controls.advance else { return }
            let organization = subject.organization
            let anna = try await subject.addEnabledUser("anna")
            _ = try await organization.startMailboxExportJob(request(of: anna))
            try await advance(.seconds(24 * 3600 - 1))
            await subject.refuses([.limitExceeded]) {
                _ = try await organization.startMailboxExportJob(request(of: anna))
            }
            try await advance(.seconds(1))
            _ = try await organization.startMailboxExportJob(request(of: anna))
        },
        Rule("ten exports run at a time, and cancelling one makes room") { subject in
            guard subject.controls.advance != nil else { return }
            let organization = subject.organization
            var ids: [String] = []
            for number in 0..<10 {
                let user = try await subject.addEnabledUser("u\(number)")
                ids.append(try await organization.startMailboxExportJob(request(of: user)))
            }
            let anna = try await subject.addEnabledUser("anna")
            await subject.refuses([.limitExceeded]) {
                _ = try await organization.startMailboxExportJob(request(of: anna))
            }
            try await organization.cancelMailboxExportJob(ids[3])
            _ = try await organization.startMailboxExportJob(request(of: anna))
        },
        Rule("exports of the last 7 days are listed, the latest first") { subject in
            guard let advance = subject.controls.advance else { return }
            let organization = subject.organization
            let anna = try await subject.addEnabledUser("anna")
            let bert = try await subject.addEnabledUser("bert")
            let first = try await organization.startMailboxExportJob(request(of: anna))
            try await advance(.seconds(24 * 3600))
            let second = try await organization.startMailboxExportJob(request(of: bert))
            let ours = [first, second]
            #expect(
                try await organization.listMailboxExportJobs().map(\.jobID).filter(ours.contains) == [second, first])
            try await advance(.seconds(6 * 24 * 3600))
            #expect(try await organization.listMailboxExportJobs().map(\.jobID).filter(ours.contains) == [second])
        },
        Rule("only an ENABLED user has a mailbox to export") { subject in
            let organization = subject.organization
            let codes: Set<MailOrganizationError.Code> = [.entityState, .entityNotFound, .invalidParameter]
            for id in [
                try await subject.addUser("anna"), try await subject.addDeletedUser("bert"),
                try await subject.addGroup("sales"), subject.nobody,
            ] {
                await subject.refuses(codes) { _ = try await organization.startMailboxExportJob(request(of: id)) }
                #expect(try await organization.listMailboxExportJobs().allSatisfy { $0.entity != id })
            }
        },
        Rule("an export that nobody started is unknown") { subject in
            let id = "00000000-0000-4000-8000-\(subject.mark)000000"
            await subject.refuses([.entityNotFound]) {
                _ = try await subject.organization.describeMailboxExportJob(id)
            }
            await subject.refuses([.entityNotFound]) { try await subject.organization.cancelMailboxExportJob(id) }
        },
        Rule("an export request that the API does not take is refused") { subject in
            let anna = try await subject.addEnabledUser("anna")
            let changes: [@Sendable (inout MailboxExportRequest) -> Void] = [
                { $0.clientToken = "" }, { $0.clientToken = "a b" },
                { $0.clientToken = String(repeating: "a", count: 129) },
                { $0.description = String(repeating: "a", count: 1024) },
                { $0.roleARN = "arn:aws:iam:" }, { $0.roleARN = "arn:aws:s3:::a-bucket-and-no-role" },
                { $0.kmsKeyARN = "" }, { $0.kmsKeyARN = "arn:aws:iam::111122223333:role/export" },
                { $0.s3BucketName = "" }, { $0.s3BucketName = "bücket" },
                { $0.s3BucketName = String(repeating: "a", count: 64) },
                { $0.s3Prefix = "" }, { $0.s3Prefix = "a b" }, { $0.s3Prefix = String(repeating: "a", count: 1024) },
            ]
            for change in changes {
                var request = request(of: anna)
                change(&request)
                await subject.refuses([.invalidParameter]) {
                    _ = try await subject.organization.startMailboxExportJob(request)
                }
            }
            #expect(try await subject.organization.listMailboxExportJobs().allSatisfy { $0.entity != anna })
        },
    ]

    private static func request(of id: EntityID) -> MailboxExportRequest {
        MailboxExportRequest(
            entity: id, description: "before leaving", roleARN: "arn:aws:iam::111122223333:role/export",
            kmsKeyARN: "arn:aws:kms:eu-west-1:111122223333:key/1234", s3BucketName: "mail.exports",
            s3Prefix: "2026/leavers")
    }
}
