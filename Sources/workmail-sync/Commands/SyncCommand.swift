// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Sync

/// `sync`: one run.
struct SyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Reads the directory, imports candidates, and carries out what was approved.",
        discussion: """
            Example: workmail-sync sync --dry-run

            Nobody is enabled whom nobody approved. With --dry-run everything happens on private copies: nothing is written,
            not even the mirror of the directory. Exit codes: 0 in step, 2 changes wait for a decision, 3 stopped by a safety
            limit, 75 try again later. Where the service runs (workmail-sync run), it does the work and this command waits.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "Show what would be done, and write nothing.")
    var dryRun = false

    @Flag(help: "Read the whole directory, whatever cheaper way there is.")
    var full = false

    @Flag(help: "Wait while another command works on the state, instead of ending with 75.")
    var wait = false

    @Option(help: ArgumentHelp("Accept that this many people are missing from the directory.", valueName: "number"))
    var acceptMissing: Int?

    @Option(help: ArgumentHelp("Accept that this many mailboxes are disabled.", valueName: "number"))
    var acceptDisables: Int?

    @Option(help: ArgumentHelp("Accept that this many mailboxes are enabled; each is billed.", valueName: "number"))
    var acceptEnables: Int?

    func run() async throws {
        var assembly = try SyncAssembly(config)
        if !dryRun, let answer = try await serviceAnswer(assembly) {
            if !answer.output.isEmpty { try StandardOutput.write(answer.output) }
            if !answer.error.isEmpty { StandardError.write(answer.error + "\n") }
            if answer.exit != 0 { throw ExitCode(answer.exit) }
            return
        }
        assembly.accepted = AcceptedRisks(missing: acceptMissing, disables: acceptDisables, enables: acceptEnables)
        let report = try await config.traced { progress in
            var assembly = assembly
            assembly.progress = { progress.update($0.line) }
            if dryRun {
                return try await assembly.withScratchParts { try await SyncRun(parts($0)).planned() }
            }
            return try await telling(assembly) {
                try await assembly.whileLocked(waits: wait) { try await SyncRun(parts($0)).once() }
            }
        }
        try RunReportView(report, isRehearsal: dryRun, speed: assembly.speed).show(output)
        let hasPlan = dryRun && !report.plan.changes.isEmpty
        if !report.applied.failed.isEmpty { throw Exit.failed.code }
        if report.isWaiting || hasPlan { throw Exit.waiting.code }
    }

    /// Tells administrators of what the run came to, when nobody holds the state any more; also of one that failed.
    private func telling(_ assembly: SyncAssembly, _ run: () async throws -> RunReport) async throws -> RunReport {
        let report: RunReport
        do { report = try await run() } catch {
            // Somebody else has the state, and tells; or somebody wants this to end.
            if !(error is RunLockFailure), !Task.isCancelled {
                await SyncNotifications(assembly: assembly, isConnected: error is SafetyStop).tell()
            }
            throw error
        }
        await SyncNotifications(assembly: assembly, isConnected: true, plan: report.plan).tell()
        return report
    }

    /// What the service's run came to; `nil` where no service keeps this state.
    private func serviceAnswer(_ assembly: SyncAssembly) async throws -> ControlAnswer? {
        let terminal = Terminal.standardOutput
        return try await assembly.service.ask(
            ControlRequest(
                kind: .sync, accepts: .init(missing: acceptMissing, disables: acceptDisables, enables: acceptEnables),
                readsEverybody: full, format: output.format.rawValue, columns: terminal.columns,
                hasColours: terminal.hasColours))
    }

    private func parts(_ parts: SyncParts) -> SyncParts {
        var parts = parts
        parts.tracking.readsEverybody = full
        return parts
    }
}
