// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A way by which notices leave, and which remembers for itself what it told.
protocol NotificationWay: Sendable {
    /// Part of what is remembered: `mail` or `webhook`.
    var name: String { get }
    /// For people: who gets it, without secrets.
    var destination: String { get }

    /// - Returns: once the other side has taken it.
    /// - Throws: `DeliveryFailure`, or `CancellationError`.
    func deliver(_ letter: Letter) async throws
}

/// A notice with what every one says.
struct Letter: Sendable {
    var notice: Notice
    /// The organization's alias or id.
    var organization: String
    var at: Date
}

/// Why the other side did not take it.
struct DeliveryFailure: Error, Hashable, Sendable, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description.printable }
}

extension NotificationSettings {
    /// Those that are configured.
    var ways: [any NotificationWay] {
        let mail: (any NotificationWay)? = mail.map { MailProgram($0) }
        let webhook: (any NotificationWay)? = webhook.map { WebhookDelivery($0) }
        return [mail, webhook].compactMap(\.self)
    }
}
