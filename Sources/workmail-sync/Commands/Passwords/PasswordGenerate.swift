// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import CPOSIX
import Foundation
import PasswordPolicy
import Sync

/// `password generate`: a password that every policy takes.
struct PasswordGenerate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Generates a password for a user, and sets nothing.",
        discussion: """
            Example: workmail-sync password generate ana.silva

            Every directory's policy takes it; it has no look-alikes and nothing of the user's names.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: .user) var user: String

    func run() async throws {
        let parts = try SyncAssembly(config).parts(asksDirectory: false)
        let account = try await AccountBook(parts.store, parts.organization).account(user)
        // What was last read of the policy suffices: only a longer minimum could matter.
        let policy = try await PolicyInForce.of(account, parts, mayAsk: false)
        cposix_guard_memory()
        let (password, bits) = policy.generate()
        let text = password.text
        try output.show(Document(password: text, entropyBits: bits)) { _ in
            "\(text)\n\(bits.rounded(to: 0)) bits of entropy. Nothing was set: workmail-sync password reset \(user.printable)"
        }
    }

    struct Document: Encodable {
        var password: String
        var entropyBits: Double
    }
}

extension Password {
    /// The password for whoever it was generated for, to be shown this once.
    var text: String { withBytes { bytes in String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self) } }
}
