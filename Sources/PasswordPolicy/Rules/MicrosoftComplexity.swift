// SPDX-License-Identifier: Apache-2.0

/// Characters of three of Microsoft's five categories.
struct MicrosoftComplexity: PasswordRule {
    var limits: [PasswordLimit] { [.init(rule: "character-categories", limit: Self.limit)] }
    private static let limit = "characters of 3 of Microsoft's 5 categories"

    func judge(_ password: Password) -> PasswordVerdict {
        if password.isEmpty { return .fine }
        var present: Set<MicrosoftCategory> = []
        password.forEachUnicodeScalar { scalar in
            if let category = MicrosoftCategory(scalar) { present.insert(category) }
        }
        guard present.count < 3 else { return .fine }
        let missing = MicrosoftCategory.allCases.filter { !present.contains($0) }.map(\.words)
        return .violation(
            "character-categories", limit: Self.limit,
            fix: "add \(3 - present.count) of these: \(missing.joined(separator: ", "))")
    }
}
