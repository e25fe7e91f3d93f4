// SPDX-License-Identifier: Apache-2.0

/// The bytes are UTF-8: a directory takes a password as characters, and of other bytes nobody can say which they are. A
/// U+FFFD that was typed is a character like any other.
struct TextOnly: PasswordRule {
    var limits: [PasswordLimit] { [.init(rule: "not-text", limit: Self.limit)] }
    private static let limit = "text in UTF-8"

    func judge(_ password: Password) -> PasswordVerdict {
        password.isText ? .fine : .violation("not-text", limit: Self.limit, fix: "give it in UTF-8")
    }
}
