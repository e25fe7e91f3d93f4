// SPDX-License-Identifier: Apache-2.0
import PasswordPolicy
import Sync
import WorkMail

/// Creations as people and programs are shown them.
struct CreationView {
    let creations: [UserCreation]
    /// `nil` for a rehearsal.
    let created: [CreatedUser]?
    /// Passwords to show, by user name: this once.
    let generated: [String: Password]

    func show(_ output: OutputOptions) throws {
        try output.show(documents) { terminal in
            var table = TextTable([
                .init(created == nil ? "would create" : "user", importance: .high), .init("name"),
                .init("address", importance: .high),
                .init("result", importance: .high),
            ])
            for document in documents {
                table.append([
                    .init(document.user), .init(document.displayName), .init(document.email),
                    .init(
                        document.error ?? (created == nil ? nil : "created, enabled"),
                        document.error == nil ? .good : .bad),
                ])
            }
            let count = documents.count { $0.error == nil }
            let billed =
                "\(count.counted("mailbox", "mailboxes")) \(created == nil ? "would be" : count == 1 ? "was" : "were")"
                + " added; each is billed."
            // Below the table, which would cut them on a narrow terminal.
            let passwords = documents.compactMap { document in
                document.password.map { "password of \(document.user): \($0)" }
            }
            let left = documents.filter { $0.error != nil && $0.id != nil }.map {
                "\($0.user) exists and has no mailbox: workmail-sync users enable \($0.user) --email \($0.email)"
            }
            let counted = count == 0 ? [] : [billed]
            return table.text(on: terminal) + (passwords + counted + left).map(\.printable).joined(separator: "\n")
        }
    }

    private var documents: [Document] {
        creations.enumerated().map { index, creation in
            let result = created.map { $0[index] }
            // Nobody needs the password of somebody who was not made.
            let isMade = created == nil || result?.id != nil
            return Document(
                user: creation.user.name, displayName: creation.user.displayName, email: creation.email.text,
                id: result?.id?.value,
                password: isMade && created != nil ? generated[creation.user.name].map(Self.text) : nil,
                error: result?.failure, isCreated: result.map { $0.failure == nil } ?? false)
        }
    }

    private static func text(_ password: Password) -> String {
        password.withBytes { bytes in String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self) }
    }

    struct Document: Encodable {
        var user: String
        var displayName: String
        var email: String
        var id: String?
        /// Only a generated one, and only this once.
        var password: String?
        var error: String?
        /// Whether the user and the mailbox were made.
        var isCreated: Bool
    }
}
