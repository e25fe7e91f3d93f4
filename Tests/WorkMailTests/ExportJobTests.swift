// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import WorkMail

/// An embedded organization has no messages to export, and does not pretend that it had.
struct ExportJobTests {
    private func request(of id: EntityID) -> MailboxExportRequest {
        MailboxExportRequest(
            entity: id, roleARN: "arn:aws:iam::111122223333:role/export",
            kmsKeyARN: "arn:aws:kms:eu-west-1:111122223333:key/1234", s3BucketName: "exports", s3Prefix: "2026")
    }

    private func addUser(_ organization: EmbeddedOrganization) async throws -> EntityID {
        let id = try await organization.directoryHolds("anna")
        try await organization.registerToWorkMail(id, email: EmailAddress("anna@example.com"))
        return id
    }

    @Test func `a job runs for a minute and then fails with the reason, in every process`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            let job = try await organization.startMailboxExportJob(request(of: addUser(organization)))
            let start = fixture.clock.now
            fixture.clock.advance(by: .seconds(59))
            #expect(try await organization.describeMailboxExportJob(job).state == .running)
            fixture.clock.advance(by: .seconds(1))
            let over = try await fixture.open().describeMailboxExportJob(job)
            #expect(over.state == .failed)
            #expect(over.errorInfo == "an embedded organization keeps no messages: there is nothing to export")
            #expect(over.endTime == start + 60)
            #expect(over.s3Path == nil)
            #expect(over.estimatedProgress == 0)
            let listed = try await organization.listMailboxExportJobs()
            #expect(listed.map(\.state) == [.failed])
            #expect(listed.map(\.errorInfo) == [nil])
        }
    }

    @Test func `the same client token gives the same job for a user who is disabled by now`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            let anna = try await addUser(organization)
            let request = request(of: anna)
            let job = try await organization.startMailboxExportJob(request)
            try await organization.deregisterFromWorkMail(anna)
            #expect(try await organization.startMailboxExportJob(request) == job)
        }
    }

    @Test func `the jobs of a mailbox go with it`() async throws {
        try await EmbeddedFixture.with { fixture in
            let organization = try fixture.open()
            let anna = try await addUser(organization)
            let job = try await organization.startMailboxExportJob(request(of: anna))
            try await organization.deregisterFromWorkMail(anna)
            fixture.clock.advance(by: .seconds(30 * 24 * 3600))
            let error = await #expect(throws: MailOrganizationError.self) {
                try await organization.describeMailboxExportJob(job)
            }
            #expect(error?.code == .entityNotFound)
        }
    }
}
