// SPDX-License-Identifier: Apache-2.0
import Foundation
import Sync
import WorkMail

/// What leavers' mailboxes had, for the files of whoever has to answer for it.
struct LeaverNote {
    let report: RunReport

    /// Makes the file, before anybody is disabled: a note that cannot be written is told in time.
    static func reserve(_ path: String) throws {
        _ = try NewPrivateFile.write([], to: path, consequence: "nobody was disabled")
    }

    /// Fills the file that was reserved.
    func write(to path: String) throws {
        do { try Data(text.utf8).write(to: URL(filePath: path)) } catch {
            throw CommandFailure(
                path, "the note cannot be written: \(error.localizedDescription); the mailboxes are disabled",
                remedy: "workmail-sync users retention --output json shows the same")
        }
    }

    var text: String {
        let disabled = report.applied.done.filter { $0.operation == .deregister }
        return disabled.compactMap { change in
            change.entity.flatMap { report.snapshots[$0] }.map { note(change, $0) }
        }.joined(separator: "\n")
    }

    private func note(_ change: Change, _ had: MailboxSnapshot) -> String {
        var lines = [
            "\(change.label) (\(change.entity?.value ?? ""))",
            "  disabled     \(had.taken.formatted(.iso8601)), \(change.reason)",
            "  kept until   \(had.keptUntil.formatted(.iso8601)); then the mailbox is deleted for good",
            "  address      \(had.primary ?? "none")",
            "  aliases      \(had.aliases.isEmpty ? "none" : had.aliases.joined(separator: ", "))",
            "  quota        \(had.quota.map { "\($0) MB" } ?? "not read")",
        ]
        for permission in had.permissions {
            let name = permission.name.map { "\($0) (\(permission.grantee))" } ?? permission.grantee
            lines.append("  permission   \(name): \(permission.values.joined(separator: ", "))")
        }
        for missing in had.missing { lines.append("  not read     \(missing)") }
        lines.append(
            "  contents     only an enabled mailbox can be exported: enable it again before that date to do so")
        return lines.map(\.printable).joined(separator: "\n") + "\n"
    }
}
