// SPDX-License-Identifier: Apache-2.0

/// The number of characters, counted as Unicode scalar values: not bytes, of which é has two, and not `Character`s, of
/// which a carriage return and a line feed are one.
struct LengthLimits: PasswordRule {
    let minimum: Int
    /// The first length that is too long: the guide says "less than 64".
    let lessThan: Int

    var limits: [PasswordLimit] {
        [
            .init(rule: "minimum-length", limit: "at least \(minimum) characters"),
            .init(rule: "maximum-length", limit: "fewer than \(lessThan) characters"),
        ]
    }

    func judge(_ password: Password) -> PasswordVerdict {
        guard !password.isEmpty else { return .fine }
        let count = password.countOfUnicodeScalars()
        if count < minimum {
            return .violation(
                "minimum-length", limit: "at least \(minimum) characters",
                fix: "add \(minimum - count == 1 ? "one" : "\(minimum - count)")")
        }
        if count >= lessThan {
            let excess = count - lessThan + 1
            return .violation(
                "maximum-length", limit: "fewer than \(lessThan) characters",
                fix: "leave out \(excess == 1 ? "one" : "\(excess)")")
        }
        return .fine
    }
}
