// SPDX-License-Identifier: Apache-2.0

/// Warns of control characters, which a directory takes and a form may not. U+0000 has a warning of its own.
struct ControlCharacters: PasswordRule {
    func judge(_ password: Password) -> PasswordVerdict {
        let count = password.countOfUnicodeScalars { $0.value != 0 && $0.properties.generalCategory == .control }
        guard count > 0 else { return .fine }
        return .warning(
            "control",
            reason:
                "it holds control characters, such as a tab or a line end, which many a program cannot type or cuts off"
        )
    }
}
