// SPDX-License-Identifier: Apache-2.0
import AWS
import Directory
import Foundation
import Sync

/// Looks at what ends on a known day. What cannot be found out is left out: this is never why something fails.
struct DeadlineLook {
    let assembly: SyncAssembly
    let parts: SyncParts

    /// In the service, which plans every few minutes and has the mailboxes of an organization behind a network.
    static let pauseSeconds = 3600.0

    /// - Parameter binds: whether the directory let us in a moment ago. Where it did not, another try with the same password
    ///   could lock the account.
    func look(binds: Bool) async -> Deadlines {
        var deadlines = Deadlines()
        // With the password, which the other parts are without.
        if let directory = try? assembly.directory(asksDirectory: binds) {
            for certificate in (try? await DirectoryExpiries.certificates(directory)) ?? [] {
                deadlines.expiries.append(.certificate(of: certificate.server, ends: certificate.ends))
                deadlines.certificateEnds = min(deadlines.certificateEnds ?? .distantFuture, certificate.ends)
            }
            if binds, let end = await passwordEnd(directory) {
                deadlines.passwordEnds = end
                deadlines.expiries.append(.password(of: directory.bindName, ends: end))
            }
        }
        if let hosted = assembly.hosted, let credentials = try? await hosted.connection().credentials.current(),
            let end = credentials.expiration
        {
            deadlines.credentialsEnd = end
            // All others are renewed before they end, every hour or so.
            if credentials.source.hasPrefix("the environment") {
                deadlines.expiries.append(.credentials(credentials.accessKeyID, ends: end))
            }
        }
        deadlines.mailboxes = try? await DisabledMailbox.all(parts).map { mailbox in
            Deadlines.Mailbox(
                id: mailbox.id, user: mailbox.user, disabledSince: mailbox.disabledSince, deletedOn: mailbox.deletedOn)
        }
        return deadlines
    }

    private func passwordEnd(_ configuration: DirectoryConfiguration) async -> Date? {
        let name = configuration.bindName
        let expiry = try? await ActiveDirectory.connect(configuration) { directory in
            try await directory.passwordExpiry(ofAccount: name)
        }
        return expiry.flatMap(\.self)?.date
    }
}
