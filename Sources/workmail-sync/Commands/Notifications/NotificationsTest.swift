// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation

/// `notifications test`: one notice by each way, to see that it arrives.
struct NotificationsTest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Sends a test notice by each configured way, and says what came of it.",
        discussion: """
            Example: sudo -u workmail-sync workmail-sync notifications test

            That a mail program or a server took it does not say that somebody got it: look there. The service's sandbox is not
            around this command; see README for which mail programs work within it. Exit codes: 0 all took it, 1 one did not.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let assembly = SyncAssembly(try config.load(), isVerbose: config.verbose)
        let ways = assembly.settings.notifications.ways
        guard !ways.isEmpty else {
            throw CommandFailure(
                "notifications", "nobody is told of anything",
                remedy: "set notifications.mail_to or notifications.webhook_url, then: workmail-sync config check")
        }
        var results: [Result] = []
        for way in ways {
            let letter = Letter(notice: .test, organization: assembly.organizationName, at: Date())
            do {
                try await way.deliver(letter)
                results.append(Result(way: way.name, destination: way.destination))
            } catch let failure as DeliveryFailure {
                results.append(Result(way: way.name, destination: way.destination, failure: failure.description))
            }
        }
        try output.show(results) { terminal in
            var table = TextTable([.init("way", importance: .high), .init("to"), .init("", importance: .high)])
            for result in results {
                table.append([
                    .init(result.way), .init(result.destination),
                    .init(result.failure ?? "taken", result.failure == nil ? .good : .bad),
                ])
            }
            return table.text(on: terminal)
        }
        if results.contains(where: { $0.failure != nil }) { throw Exit.failed.code }
    }

    struct Result: Encodable {
        var way: String
        var destination: String
        /// Why it was not taken.
        var failure: String?
    }
}
