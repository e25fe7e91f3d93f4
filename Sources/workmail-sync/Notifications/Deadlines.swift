// SPDX-License-Identifier: Apache-2.0
import Foundation

/// What ends on a known day, as it was when somebody last looked.
struct Deadlines: Sendable {
    /// A certificate or a credential.
    struct Expiry: Hashable, Sendable {
        /// What it is, such as `certificate dc1.corp.example.com:636`: the same words mean the same thing later.
        var thing: String
        var ends: Date
        /// What to do about it.
        var remedy: String
    }

    /// A disabled mailbox that is still kept.
    struct Mailbox: Hashable, Sendable {
        var id: String
        var user: String
        var disabledSince: Date
        var deletedOn: Date
    }

    var expiries: [Expiry] = []
    /// The earliest end of a domain controller's certificate.
    var certificateEnds: Date?
    /// Of the service account; `nil` where it never ends or nobody knows.
    var passwordEnds: Date?
    /// Of the credentials for the hosted service, where they have an end; most are renewed before it.
    var credentialsEnd: Date?
    /// `nil` when the organization could not be asked.
    var mailboxes: [Mailbox]?
}

extension Deadlines.Expiry {
    static func certificate(of server: String, ends: Date) -> Self {
        .init(
            thing: "certificate \(server)", ends: ends,
            remedy: "renew the domain controller's certificate; workmail-sync doctor shows it")
    }

    static func password(of account: String, ends: Date) -> Self {
        .init(
            thing: "password \(account)", ends: ends,
            remedy: "set a new one in the directory and put it where directory.password_file has it; with "
                + "directory.password_credential put it where systemd reads it: systemctl restart workmail-sync")
    }

    static func credentials(_ id: String, ends: Date) -> Self {
        .init(
            thing: "AWS credentials \(id)", ends: ends,
            remedy: "these come from the environment and are not renewed: set others, or use a role")
    }
}
