// SPDX-License-Identifier: Apache-2.0

/// The number of UTF-16 code units, in which directories count: an emoji is two, `e` with an accent of its own as well.
struct DirectoryLength: PasswordRule {
    var minimum: Int
    var maximum: Int?

    var limits: [PasswordLimit] {
        [.init(rule: "minimum-length", limit: "at least \(minimum) character\(minimum == 1 ? "" : "s")")]
            + (maximum.map { [.init(rule: "maximum-length", limit: "at most \($0) characters")] } ?? [])
    }

    func judge(_ password: Password) -> PasswordVerdict {
        if password.isEmpty { return .fine }
        let count = password.countOfUTF16Units()
        if count < minimum {
            return .violation(
                "minimum-length", limit: "at least \(minimum) character\(minimum == 1 ? "" : "s")",
                fix: "add \(minimum - count == 1 ? "one" : "\(minimum - count)")")
        }
        if let maximum, count > maximum {
            let excess = count - maximum
            return .violation(
                "maximum-length", limit: "at most \(maximum) characters",
                fix: "leave out \(excess == 1 ? "one" : "\(excess)")")
        }
        return .fine
    }
}

extension Password {
    /// How many UTF-16 code units it has.
    func countOfUTF16Units() -> Int {
        var count = 0
        forEachUnicodeScalar { count += UTF16.width($0) }
        return count
    }
}
