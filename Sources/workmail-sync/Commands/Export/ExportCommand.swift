// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Sync

/// `export`: every account of the organization, for the way out.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes every account of the organization, in one of four formats.",
        discussion: """
            Examples:
              workmail-sync export --to organization.jsonl
              workmail-sync export --format ldif --base-dn dc=example,dc=com --to people.ldif

            What is in it: users of every role and state with profile, addresses, quota, rights, device access, groups and dates; \
            the person of the directory; decisions, and what disabled mailboxes had; groups with members. Passwords, messages and \
            the journal (audit export) are not. What of an account cannot be read is named in its record (unread), counted at \
            the end, and the exit code is 1 then; when a listing fails there is no export at all.

            json: one JSON object a line: the organization, its groups, its users, people who have a decision and no account, and \
            last the end with the counts; only this one can be restored (workmail-sync import). csv: one row an account; several \
            values are joined by |, in which a | of a value is \\|. ldif: inetOrgPerson and groupOfNames entries right below the \
            base DN, named by employeeNumber= and uid= with the organization's id; mail has the primary address; what the schemas \
            have no attribute for is in description as name=value, proxyAddresses among it; who is DELETED is a comment. scim: \
            one SCIM resource (RFC 7643) a line, users without the DELETED ones, then groups; quota, rights, decisions and what \
            could not be read have no place there, as they have in json.
            """)

    @OptionGroup var config: ConfigurationOptions

    @Option(help: "json, csv, ldif or scim.") var format = ExportFormat.json

    @Option(
        help: ArgumentHelp("A file, which appears when it is whole; standard output by default.", valueName: "file"))
    var to: String?

    @Flag(help: "Replace the file when there is one.") var replace = false

    @Option(
        help: ArgumentHelp(
            "Below which entry of a directory ldif puts them, by default dc=… of the default domain.", valueName: "dn"))
    var baseDN: String?

    func validate() throws {
        if baseDN != nil, format != .ldif { throw ValidationError("--base-dn is for --format ldif") }
        if let baseDN, !LDIFForm.isBase(baseDN) { throw ValidationError("“\(baseDN.printable)” is no DN") }
        if replace, to == nil { throw ValidationError("--replace is for --to") }
    }

    func run() async throws {
        let assembly = try SyncAssembly(config)
        let export = OrganizationExport(try assembly.organization(), try assembly.store()) { Date() }
        let end = try await ExportTarget.with(to, replacing: replace) { target in
            try await Progress.during { progress in
                var form = format.form(baseDN: baseDN)
                var count = 0
                return try await export.read { record in
                    try target.write(try form.text(of: record))
                    count += 1
                    let done = count
                    progress.update("\(done) accounts read")
                }
            }
        }
        if end.changedMeanwhile {
            StandardError.say("workmail-sync: something was changed meanwhile, so that this is not of one moment")
        }
        guard end.unread == 0 else {
            StandardError.say(
                "workmail-sync: of \(end.unread.counted("account")) not everything could be read; see unread in the export"
            )
            throw Exit.failed.code
        }
    }
}

/// The formats of an export.
enum ExportFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    case json, csv, ldif, scim

    func form(baseDN: String?) -> any ExportForm {
        switch self {
        case .json: JSONForm()
        case .csv: CSVForm()
        case .ldif: LDIFForm(baseDN: baseDN)
        case .scim: SCIMForm()
        }
    }
}

/// Records as text, one after the other.
protocol ExportForm {
    /// Whole lines; empty where the format has nothing for it.
    mutating func text(of record: ExportRecord) throws -> String
}

/// One JSON object a line.
struct JSONForm: ExportForm {
    func text(of record: ExportRecord) throws -> String {
        try JSONDocument.line(record, dates: ExportDate.encoding) + "\n"
    }
}
