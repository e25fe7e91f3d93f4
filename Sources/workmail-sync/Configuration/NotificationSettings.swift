// SPDX-License-Identifier: Apache-2.0

/// Who is told of what, and how.
struct NotificationSettings: Sendable {
    /// Mail by a program with sendmail's interface.
    struct Mail: Hashable, Sendable {
        /// At least one address.
        var recipients: [String]
        var sender: String?
        /// An absolute path.
        var program: String
    }

    /// JSON to a server.
    struct Webhook: Hashable, Sendable {
        /// https, or http to this machine.
        var url: String
        /// Where the token is that the server asks for.
        var token: SecretSource?
        /// A PEM file of certificate authorities; the system's when absent.
        var caFile: String?
    }

    var mail: Mail?
    var webhook: Webhook?
    var thresholds: NoticeThresholds

    var isOn: Bool { mail != nil || webhook != nil }
}

/// When something is worth telling.
struct NoticeThresholds: Hashable, Sendable {
    var digestHours = 24
    var silentHours = 6
    var expiryDays = 21
}
