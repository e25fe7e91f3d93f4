// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Glibc
import LDAP
import Sync
import Synchronization
import WorkMail

/// A run that ends itself with SIGKILL at its N-th step, be it while reading, between two pages, or between an intent and
/// its call: `crashing-sync FOLDER URL CA-FILE BIND-NAME PASSWORD-FILE N [forgetful]`, where a forgetful organization keeps
/// no settings of a disabled mailbox. Exits 0 when there are fewer steps.
@main struct CrashingSync {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard (7...8).contains(arguments.count), let last = Int(arguments[6]) else { exit(64) }
        let folder = arguments[1]
        let password = Secret(Array(try Data(contentsOf: URL(filePath: arguments[5]))))
        let directory = DirectoryConfiguration(
            connection: LDAPConfiguration(
                url: try LDAPURL(parsing: arguments[2]), transport: .tls, trust: .file(arguments[3])),
            bindName: arguments[4], bindPassword: password, pageSize: 10)
        let settings = EmbeddedSettings(
            alias: "rehearsal", domains: [MailDomain(name: "example.com", isDefault: true, isVerified: true)],
            directoryKind: .directoryBacked, keepsSettingsOfDisabled: arguments.last != "forgetful")
        var parts = SyncParts(
            store: try SyncStore(path: folder + "/state.db"), directory: directory, scope: ScopeDefinition(),
            organization: try EmbeddedOrganization(file: folder + "/organization.db", settings: settings),
            templates: [try AddressTemplate("{mail}")], rules: PlanningRules(directoryKind: .simpleAD))
        let step = Step(last: last)
        parts.checkpoint = { _ in step.take() }
        parts.progress = { progress in
            if case .applying = progress { return }
            step.take()
        }
        _ = try await SyncRun(parts).once()
    }
}

/// Counts steps, and ends the process at the last one as a power cut would: nothing is flushed, closed or undone.
private final class Step: Sendable {
    private let taken = Atomic<Int>(0)
    private let last: Int

    init(last: Int) { self.last = last }

    func take() {
        if taken.add(1, ordering: .relaxed).oldValue == last { kill(getpid(), SIGKILL) }
    }
}
