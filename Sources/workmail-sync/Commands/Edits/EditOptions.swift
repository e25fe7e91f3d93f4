// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// What every command has that edits accounts.
struct EditOptions: ParsableArguments {
    @Flag(help: "Check everything and show what would be done, and write nothing.")
    var dryRun = false

    @Option(help: ArgumentHelp("Why; it is kept in the journal.", valueName: "text"))
    var reason: String?

    func validate() throws {
        guard let reason else { return }
        guard (1...256).contains(reason.unicodeScalars.count), reason.unicodeScalars.allSatisfy(\.isPrintable) else {
            throw ValidationError("--reason takes 1 to 256 characters in one line")
        }
    }

    /// The reason as the journal keeps it.
    var journalReason: String { reason ?? "edited by hand" }
}
