// SPDX-License-Identifier: Apache-2.0

/// Warns of U+0000 in a password. A directory takes and counts it, and yet many
/// programs that ask for the password end there.
struct NullCharacter: PasswordRule {
    func judge(_ password: Password) -> PasswordVerdict {
        guard password.countOfUnicodeScalars(where: { $0.value == 0 }) > 0 else { return .fine }
        return .warning("null", reason: "it holds the character U+0000, at which many programs take it to end")
    }
}
