// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// `notifications`: what administrators are told by mail and webhook.
struct NotificationsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notifications", abstract: "Looks after what administrators are told by mail and webhook.",
        discussion: "Example: workmail-sync notifications test", subcommands: [NotificationsTest.self])
}
