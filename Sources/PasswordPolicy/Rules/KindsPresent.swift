// SPDX-License-Identifier: Apache-2.0

/// One way to sort characters into kinds, as a policy counts them. A character is of one kind or of none.
protocol CharacterKind: CaseIterable, Hashable, Sendable {
    init?(_ scalar: Unicode.Scalar)
    /// What it is called to people.
    var words: String { get }
}

/// Characters of at least so many kinds.
struct KindsPresent<Kind: CharacterKind>: PasswordRule {
    let minimum = 3
    /// The rule's name in a verdict.
    let rule: String
    let limit: String

    var limits: [PasswordLimit] { [.init(rule: rule, limit: limit)] }

    func judge(_ password: Password) -> PasswordVerdict {
        if password.isEmpty { return .fine }
        let present = Self.kinds(in: password)
        guard present.count < minimum else { return .fine }
        let missing = Kind.allCases.filter { !present.contains($0) }.map(\.words)
        return .violation(
            rule, limit: limit, fix: "add \(minimum - present.count) of these: \(missing.joined(separator: ", "))")
    }

    private static func kinds(in password: Password) -> Set<Kind> {
        var present: Set<Kind> = []
        password.forEachUnicodeScalar { scalar in
            if let kind = Kind(scalar) { present.insert(kind) }
        }
        return present
    }
}

extension PasswordRule where Self == KindsPresent<CharacterGroup> {
    /// The published rule of a WorkMail directory.
    static var groups: Self { .init(rule: "character-groups", limit: "characters of 3 of the 5 groups") }
}

extension PasswordRule where Self == KindsPresent<MicrosoftCategory> {
    /// Microsoft's complexity.
    static var categories: Self {
        .init(rule: "character-categories", limit: "characters of 3 of Microsoft's 5 categories")
    }
}

extension PasswordRule where Self == KindsPresent<SambaClass> {
    /// Samba's complexity.
    static var sambaClasses: Self {
        .init(rule: "samba-classes", limit: "characters of 3 of the directory's 5 classes")
    }
}
