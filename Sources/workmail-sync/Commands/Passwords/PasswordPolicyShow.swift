// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Directory
import Foundation
import PasswordPolicy
import Sync

/// `password policy`: what is in force, where each value comes from, and when it was read.
struct PasswordPolicyShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Shows the password policy in force for a user, or the domain's own.",
        discussion: """
            Example: workmail-sync password policy ana.silva

            A password settings object that may not be read makes the policy unknown: the domain's default is never taken
            instead. Where the directory cannot be asked, what was last read is shown, with its age.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: .user) var user: String?

    func run() async throws {
        let assembly = try SyncAssembly(config)
        let policy = try await config.traced { _ in
            let parts = try assembly.parts(asksDirectory: assembly.settings.directory.kind != .workmail)
            let book = try await AccountBook(parts.store, parts.organization)
            let account: Account? = if let user { try await book.account(user) } else { nil }
            return try await PolicyInForce.of(account, parts)
        }
        let document = Document(policy, now: Date())
        try output.show(document) { text(document, $0) }
    }

    private func text(_ document: Document, _ terminal: Terminal) -> String {
        var lines = [terminal.styled(document.policy.prefix(1).uppercased() + document.policy.dropFirst(), .heading)]
        if let unknown = document.unknown { lines.append("Not known: \(unknown.printable)") }
        for rule in document.fixed { lines.append("  \(rule)") }
        if !document.values.isEmpty {
            var table = TextTable([
                .init("what", importance: .high), .init("value", importance: .high), .init("attribute"),
                .init("from", importance: .low),
            ])
            for value in document.values {
                table.append([.init(value.name), .init(value.value), .init(value.attribute), .init(value.origin)])
            }
            lines.append(table.text(on: terminal))
        }
        for warning in document.warnings { lines.append("Note: \(warning.printable)") }
        if let readAt = document.readAt {
            lines.append("Read on \(readAt.formatted(.iso8601)), \(document.age ?? "").")
        }
        if let trouble = document.notOfNow { lines.append("The directory cannot be asked now: \(trouble.printable)") }
        return lines.joined(separator: "\n")
    }

    struct Document: Encodable {
        struct Value: Encodable {
            var name: String
            var value: String
            var attribute: String
            var origin: String
        }

        var policy: String
        /// Rules that nobody can change.
        var fixed: [String]
        var values: [Value]
        var unknown: String?
        var warnings: [String]
        var readAt: Date?
        var ageSeconds: Double?
        /// The same for people.
        var age: String?
        /// Why it is not of now.
        var notOfNow: String?

        init(_ policy: PolicyInForce, now: Date) {
            self.policy = policy.name(through: .organization)
            fixed =
                policy.kind == .workmail || policy.kind == .simpleAD
                ? [
                    "at least 8 and fewer than 64 characters", "Basic Latin and the Latin-1 supplement only",
                    "three of: A-Z, a-z, 0-9, special characters, Latin-1 supplement",
                ] : []
            values =
                policy.reading?.values.map {
                    Value(name: $0.name, value: $0.text, attribute: $0.attribute, origin: "\($0.origin)")
                } ?? []
            if case .unknown(let reason)? = policy.reading?.knowledge { unknown = reason }
            warnings = policy.reading?.warnings ?? []
            readAt = policy.reading?.readAt
            ageSeconds = policy.reading?.age(at: now)
            age = policy.reading?.ageWords(at: now)
            notOfNow = policy.trouble
        }
    }
}
