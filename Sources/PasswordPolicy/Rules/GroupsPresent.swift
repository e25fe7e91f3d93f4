// SPDX-License-Identifier: Apache-2.0

/// Characters of at least so many of the five groups.
struct GroupsPresent: PasswordRule {
    let minimum: Int

    var limits: [PasswordLimit] { [.init(rule: "character-groups", limit: limit)] }
    private var limit: String { "characters of \(minimum) of the \(CharacterGroup.allCases.count) groups" }

    func judge(_ password: Password) -> PasswordVerdict {
        guard !password.isEmpty else { return .fine }
        var present: Set<CharacterGroup> = []
        password.forEachUnicodeScalar { scalar in
            if let group = CharacterGroup(scalar) { present.insert(group) }
        }
        guard present.count < minimum else { return .fine }
        let missing = CharacterGroup.allCases.filter { !present.contains($0) }.map(\.words)
        let count = minimum - present.count
        return .violation(
            "character-groups", limit: limit,
            fix: "add \(count) of these: \(missing.joined(separator: ", "))")
    }
}
