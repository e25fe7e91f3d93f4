// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import WorkMail

/// `mailbox-export status`: how far the exports are.
struct MailboxExportStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Lists the exports of the last 7 days, or shows one.",
        discussion: "Example: workmail-sync mailbox-export status")

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: ArgumentHelp("The id of a job; all by default.", valueName: "job")) var job: String?

    func run() async throws {
        let organization = try SyncAssembly(config).organization()
        if let job { return try await show(job, organization) }
        var documents: [MailboxExportDocument] = []
        for job in try await organization.listMailboxExportJobs() {
            let user = try await MailboxExportCommand.name(of: job.entity, in: organization)
            documents.append(MailboxExportDocument(job, user: user))
        }
        try output.show(documents) { terminal in
            guard !documents.isEmpty else { return "No export was started in the last 7 days." }
            var table = TextTable([
                .init("job", importance: .high), .init("user", importance: .high), .init("state", importance: .high),
                .init("progress"), .init("started"), .init("ended", importance: .low), .init("where", importance: .low),
            ])
            for job in documents {
                table.append([
                    .init(job.jobID), .init(job.user), .init(job.state), .init("\(job.estimatedProgress) %"),
                    .init(job.startTime.formatted(.iso8601)), .init(job.endTime?.formatted(.iso8601)),
                    .init("s3://\(job.bucket)/\(job.path ?? "")"),
                ])
            }
            let note = MailboxExportCommand.note(about: organization).map { "\n" + $0 } ?? ""
            return table.text(on: terminal) + note
        }
    }

    private func show(_ id: String, _ organization: any MailOrganization) async throws {
        let job: MailboxExportJob
        do { job = try await organization.describeMailboxExportJob(id) } catch let error as MailOrganizationError {
            throw MailboxExportCommand.failure("export \(id)", error)
        }
        let user = try await MailboxExportCommand.name(of: job.entity, in: organization)
        try output.show(MailboxExportDocument(job, user: user)) { _ in
            let facts: [(String, String?)] = [
                ("job", job.jobID), ("user", "\(user) (\(job.entity))"), ("description", job.description),
                ("state", "\(job.state), \(job.estimatedProgress) %"), ("why", job.errorInfo),
                ("started", job.startTime.formatted(.iso8601)), ("ended", job.endTime?.formatted(.iso8601)),
                ("bucket", job.s3BucketName), ("prefix", job.s3Prefix), ("written to", job.s3Path),
                ("role", job.roleARN), ("key", job.kmsKeyARN),
            ]
            let lines = facts.compactMap { name, value in
                value.map { name + String(repeating: " ", count: 13 - name.count) + $0.printable }
            }
            return (lines + [MailboxExportCommand.note(about: organization)].compactMap(\.self))
                .joined(separator: "\n")
        }
    }
}
