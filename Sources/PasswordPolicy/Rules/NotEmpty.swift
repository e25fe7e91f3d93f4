// SPDX-License-Identifier: Apache-2.0

/// There has to be a password.
struct NotEmpty: PasswordRule {
    var limits: [PasswordLimit] { [.init(rule: "not-empty", limit: "at least one character")] }

    func judge(_ password: Password) -> PasswordVerdict {
        password.isEmpty
            ? .violation("not-empty", limit: "at least one character", fix: "it is empty") : .fine
    }
}
