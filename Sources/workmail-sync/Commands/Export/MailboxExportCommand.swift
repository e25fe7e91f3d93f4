// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Sync
import WorkMail

/// `mailbox-export`: the service's own jobs that write a mailbox into a bucket.
struct MailboxExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mailbox-export",
        abstract: "Has the service write mailboxes into a bucket, and shows how far it is.",
        discussion: """
            Example: workmail-sync mailbox-export status

            Messages and calendars are exported; contacts and tasks are not. At most 10 exports run at a time, and one of a \
            mailbox is started in 24 hours. Bucket, key and organization are in one Region, and the role trusts \
            export.workmail.amazonaws.com.
            """, subcommands: [MailboxExportStart.self, MailboxExportStatus.self, MailboxExportCancel.self])

    /// What has to be known of a backend that has no messages.
    static func note(about organization: any MailOrganization) -> String? {
        organization is EmbeddedOrganization
            ? "This is an embedded organization, which keeps no messages: nothing is written into the bucket." : nil
    }

    /// A refusal with what to do about it.
    static func failure(_ thing: String, _ error: MailOrganizationError) -> CommandFailure {
        let remedy =
            switch error.code {
            case .limitExceeded:
                "10 exports run at a time, and one of a mailbox is started in 24 hours; see workmail-sync mailbox-export status"
            case .entityState:
                "a mailbox is exported while it is enabled; enable it within its 30 days, or export earlier"
            case .entityNotFound: "see workmail-sync mailbox-export status for the jobs of the last 7 days"
            case .invalidParameter:
                "check role, key, bucket and prefix; all are in the organization's Region, and the role trusts "
                    + "export.workmail.amazonaws.com"
            case let code where code.isAccessDenied:
                "attach what workmail-sync doctor --iam-policy prints, and iam:PassRole for the role"
            default: "run workmail-sync doctor"
            }
        return CommandFailure(thing, "\(error)", remedy: remedy)
    }

    /// What a user is called; the id where nobody is known by it.
    static func name(of id: EntityID, in organization: any MailOrganization) async throws -> String {
        do { return try await organization.describeUser(id).user.name } catch MailOrganizationError.Code.entityNotFound
        {
            return id.value
        }
    }
}

/// An export as programs get it.
struct MailboxExportDocument: Encodable {
    var jobID: String
    var user: String
    var entityID: String
    var description: String?
    var roleARN: String?
    var kmsKeyARN: String?
    var bucket: String
    var prefix: String?
    var path: String?
    var estimatedProgress: Int
    var state: String
    var errorInfo: String?
    var startTime: Date
    var endTime: Date?

    init(_ job: MailboxExportJob, user: String) {
        jobID = job.jobID
        self.user = user
        entityID = job.entity.value
        description = job.description
        roleARN = job.roleARN
        kmsKeyARN = job.kmsKeyARN
        bucket = job.s3BucketName
        prefix = job.s3Prefix
        path = job.s3Path
        estimatedProgress = job.estimatedProgress
        state = job.state.rawValue
        errorInfo = job.errorInfo
        startTime = job.startTime
        endTime = job.endTime
    }
}
