// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// What every command has that edits accounts.
struct EditOptions: ParsableArguments {
    @Flag(help: "Check everything and show what would be done, and write nothing.")
    var dryRun = false

    @Option(help: ArgumentHelp("Why; it is kept in the journal.", valueName: "text"))
    var reason: String?

    /// The reason as the journal keeps it.
    var journalReason: String { reason ?? "edited by hand" }
}
