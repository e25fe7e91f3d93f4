// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Sync
import WorkMail

/// `mailbox-export start`: one mailbox into a bucket.
struct MailboxExportStart: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Has the service write a mailbox into a bucket, after asking.",
        discussion: """
            Example: workmail-sync mailbox-export start ana.silva --role-arn arn:aws:iam::111122223333:role/export \
            --kms-key-arn arn:aws:kms:eu-west-1:111122223333:key/0a1b --bucket exports --prefix ana

            Contacts and tasks are not exported. The same command again on the same day is the same job.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var confirmation: ConfirmationOptions
    @Argument(help: .user) var user: String

    @Option(
        name: .customLong("role-arn"), help: ArgumentHelp("The role that writes into the bucket.", valueName: "arn"))
    var roleARN: String

    @Option(
        name: .customLong("kms-key-arn"),
        help: ArgumentHelp("The key that the export is encrypted with.", valueName: "arn"))
    var kmsKeyARN: String

    @Option(help: ArgumentHelp("The bucket's name.", valueName: "name")) var bucket: String

    @Option(help: ArgumentHelp("Where in the bucket: 1 to 1,023 characters.", valueName: "key")) var prefix: String

    @Option(help: ArgumentHelp("What the job is called, and why; it is kept in the journal too.", valueName: "text"))
    var description: String?

    func validate() throws {
        guard roleARN.hasPrefix("arn:"), roleARN.contains(":role/") else {
            throw ValidationError("--role-arn is an ARN like arn:aws:iam::111122223333:role/export")
        }
        guard kmsKeyARN.hasPrefix("arn:"), kmsKeyARN.contains(":kms:") else {
            throw ValidationError("--kms-key-arn is an ARN like arn:aws:kms:eu-west-1:111122223333:key/…")
        }
        guard !bucket.isEmpty, (1...1_023).contains(prefix.unicodeScalars.count) else {
            throw ValidationError("--bucket and --prefix say where the export goes")
        }
        if let description, !(1...1_023).contains(description.unicodeScalars.count) {
            throw ValidationError("--description takes 1 to 1,023 characters")
        }
    }

    func run() async throws {
        let assembly = try SyncAssembly(config)
        let parts = try assembly.parts(asksDirectory: false)
        let account = try await AccountBook(parts.store, parts.organization).account(user)
        guard let entity = account.user else { throw CommandFailure(user, EditRefusal.notListed.description) }
        try confirmation.confirm(
            "Write all messages of \(account.label) (\(entity.email?.text ?? entity.name)) to s3://\(bucket)/\(prefix)?"
        )
        let request = MailboxExportRequest(
            of: entity.id, in: try await parts.organization.describeOrganization().id, description: description,
            roleARN: roleARN, kmsKeyARN: kmsKeyARN, bucket: bucket, prefix: prefix, at: Date())
        let job: MailboxExportJob
        do {
            job = try await assembly.whileLocked(asksDirectory: false) { parts in
                let id = try await SyncRun(parts).start(
                    request, label: account.label, by: Administrator.name(),
                    reason: description ?? "mailbox export by hand")
                return try await parts.organization.describeMailboxExportJob(id)
            }
        } catch let error as MailOrganizationError {
            throw MailboxExportCommand.failure("mailbox export of \(account.label)", error)
        }
        try output.show(MailboxExportDocument(job, user: entity.name)) { _ in
            [
                "Export of \(account.label.printable): job \(job.jobID.printable), \(job.state.rawValue.printable).",
                "Contacts and tasks are not part of it.",
                MailboxExportCommand.note(about: parts.organization),
                "See how far it is: workmail-sync mailbox-export status \(job.jobID.printable)",
            ].compactMap(\.self).joined(separator: "\n")
        }
    }
}
