// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import CPOSIX
import Foundation
import PasswordPolicy
import Sync

/// `password generate`: a password that the policy in force takes, as far as it is known.
struct PasswordGenerate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Generates a password for a user, and sets nothing.",
        discussion: """
            Example: workmail-sync password generate ana.silva

            It meets the policy in force, which the directory is asked for, and those of every other kind of directory unless its
            minimum is above 63. Where the policy is not known, or only an older reading is, a note says so. It has no look-alikes
            and nothing of the user's names.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: .user) var user: String

    func run() async throws {
        let assembly = try SyncAssembly(config)
        let policy = try await config.traced { _ in
            let parts = try assembly.parts(asksDirectory: assembly.settings.directory.kind != .workmail)
            let account = try await AccountBook(parts.store, parts.organization).account(user)
            return try await PolicyInForce.of(account, parts, mayBeUnread: true)
        }
        let notes = policy.notesOnGenerated(at: Date())
        cposix_guard_memory()
        let (password, bits) = policy.generate()
        let text = password.text
        try output.show(Document(password: text, entropyBits: bits, notes: notes)) { _ in
            let lines = [
                text,
                "\(bits.rounded(to: 0)) bits of entropy. Nothing was set: workmail-sync password reset \(user.printable)",
            ]
            return (lines + notes.map { "Note: \($0)".printable }).joined(separator: "\n")
        }
    }

    struct Document: Encodable {
        var password: String
        var entropyBits: Double
        /// What is to be known before it is used.
        var notes: [String]
    }
}

extension Password {
    /// The password for whoever it was generated for, to be shown this once.
    var text: String { withBytes { bytes in String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self) } }
}
