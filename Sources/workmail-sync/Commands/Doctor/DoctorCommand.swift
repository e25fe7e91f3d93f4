// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Directory
import Foundation
import Sync
import WorkMail

/// `doctor`: looks at everything a run needs, and says how to mend what is broken.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract:
            "Checks DNS, TCP, TLS, bind, rights, paging, clock, state, credentials and organization, each with the fix.",
        discussion:
            "Example: workmail-sync doctor\n\nNothing is changed: which calls the hosted service allows is found out by calls about nobody. Exit codes: 0 nothing failed, 1 something did."
    )

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "Print the policy that the agent needs in IAM, and ask nobody. Deleting for good is not in it.")
    var iamPolicy = false

    @Flag(help: "With --iam-policy: deleting users and groups for good as well.")
    var withDeletion = false

    @Flag(help: "Print what an administrator of the directory can run to give the account the rights that it lacks.")
    var grants = false

    func validate() throws {
        if withDeletion, !iamPolicy { throw ValidationError("--with-deletion belongs to --iam-policy") }
    }

    func run() async throws {
        let assembly = try SyncAssembly(config)
        if iamPolicy { return try printPolicy(assembly) }
        if grants {
            let text = try await TrackingExamination(try assembly.directory(), now: Date()).grants()
            return try StandardOutput.write(text)
        }
        var findings: [Finding] = [Finding("configuration", .ok, config.path)]
        let state = await stateFindings(assembly)
        findings += try await directoryFindings(assembly)
        findings += state
        findings += await OrganizationExamination(assembly: assembly).run()
        try output.show(findings.map(FindingDocument.init)) { terminal in
            var table = TextTable([
                .init("check", importance: .high), .init("", importance: .high), .init("found", importance: .normal),
            ])
            for finding in findings {
                table.append([
                    .init(finding.check), .init(finding.verdict.rawValue, finding.verdict.style), .init(finding.detail),
                ])
            }
            // Fixes are sentences, and a sentence cut at the edge of the screen is none.
            let fixes = findings.compactMap { finding in finding.fix.map { "\(finding.check): \($0)".printable } }
            return table.text(on: terminal)
                + (fixes.isEmpty ? "" : "\nWhat to do:\n" + fixes.map { "  \($0)\n" }.joined())
        }
        if findings.contains(where: { $0.verdict == .failed }) { throw Exit.failed.code }
    }

    private func printPolicy(_ assembly: SyncAssembly) throws {
        guard let hosted = assembly.hosted?.settings else {
            throw CommandFailure(
                "IAM", "an embedded organization needs no policy", remedy: "it is for organization.backend: aws")
        }
        let arn = "arn:aws:workmail:\(hosted.region ?? "*"):*:organization/\(hosted.organizationID)"
        let kind = assembly.ownership.facts.directoryKind
        let policy = try ServicePermissions.policy(arn: arn, creates: kind != .adConnector, deletes: withDeletion)
        try StandardOutput.write(String(decoding: policy, as: UTF8.self))
    }

    private func directoryFindings(_ assembly: SyncAssembly) async throws -> [Finding] {
        let configuration: DirectoryConfiguration
        do { configuration = try assembly.directory() } catch {
            let failure = FailureReport.failure(error)
            return [Finding("password", .failed, "\(failure.thing): \(failure.cause)", fix: failure.remedy)]
        }
        var pins: [ScopePin] = []
        // A state that cannot be read is a finding of its own; the directory can be looked at without it.
        if FileManager.default.fileExists(atPath: assembly.settings.state.file), let store = try? assembly.store() {
            pins = try await store.pins()
        }
        return try await config.traced { progress in
            progress.update("looking at the directory")
            let findings = try await DirectoryExamination(configuration, scope: assembly.scope, now: Date())
                .run(pins: pins)
            return findings + (try await TrackingExamination(configuration, now: Date()).run(after: findings))
        }
    }

    private func stateFindings(_ assembly: SyncAssembly) async -> [Finding] {
        let path = assembly.settings.state.file
        guard FileManager.default.fileExists(atPath: path) else {
            let folder = (path as NSString).deletingLastPathComponent
            return FileManager.default.isWritableFile(atPath: folder)
                ? [Finding("state", .ok, "\(path) will be made by the first run")]
                : [
                    Finding(
                        "state", .failed, "the folder \(folder) is missing or not writable",
                        fix: "install -d -m 0700 \(folder)")
                ]
        }
        do {
            let store = try assembly.store()
            let mode = (try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int) ?? 0
            guard mode & 0o077 == 0 else {
                return [
                    Finding(
                        "state", .failed, "others may read it (mode \(String(mode, radix: 8)))",
                        fix: "chmod 0600 \(path)")
                ]
            }
            // Root may write to a file without that right, but whoever took it away meant it.
            let folder = (path as NSString).deletingLastPathComponent
            guard mode & 0o200 != 0, [path, folder].allSatisfy(FileManager.default.isWritableFile(atPath:)) else {
                return [
                    Finding(
                        "state", .failed, "\(path) or its folder cannot be written",
                        fix: "check mode and owner, and that the disk is not mounted read-only")
                ]
            }
            let issues = try await store.issues()
            let entries =
                issues.isEmpty
                ? []
                : [
                    Finding(
                        "entries", .warning, "\(issues.count) could not be used: \(issues[0])",
                        fix: "workmail-sync status")
                ]
            return [Finding("state", .ok, path)] + entries
        } catch {
            let failure = FailureReport.failure(error)
            return [Finding("state", .failed, failure.cause, fix: failure.remedy)]
        }
    }
}

/// A finding as programs get it.
struct FindingDocument: Encodable {
    var check: String
    var verdict: String
    var detail: String
    var fix: String?

    init(_ finding: Finding) {
        check = finding.check
        verdict = finding.verdict.rawValue
        detail = finding.detail
        fix = finding.fix
    }
}

extension Finding.Verdict {
    var style: TextStyle {
        switch self {
        case .ok: .good
        case .warning: .attention
        case .failed: .bad
        case .skipped: .faint
        }
    }
}
