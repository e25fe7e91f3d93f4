// SPDX-License-Identifier: Apache-2.0

/// Characters of three of Samba's five classes.
struct SambaComplexity: PasswordRule {
    var limits: [PasswordLimit] { [.init(rule: "samba-classes", limit: Self.limit)] }
    private static let limit = "characters of 3 of the directory's 5 classes"

    func judge(_ password: Password) -> PasswordVerdict {
        if password.isEmpty { return .fine }
        let present = Self.classes(of: password)
        guard present.count < 3 else { return .fine }
        let missing = SambaClass.allCases.filter { !present.contains($0) }.map(\.words)
        return .violation(
            "samba-classes", limit: Self.limit,
            fix: "add \(3 - present.count) of these: \(missing.joined(separator: ", "))")
    }

    static func classes(of password: Password) -> Set<SambaClass> {
        var present: Set<SambaClass> = []
        password.forEachUnicodeScalar { scalar in
            if let one = SambaClass(scalar) { present.insert(one) }
        }
        return present
    }
}

/// Warns where Samba's classes and the published groups come to different verdicts.
struct ClassesDiffer: PasswordRule {
    func judge(_ password: Password) -> PasswordVerdict {
        if password.isEmpty { return .fine }
        let published = GroupsPresent(minimum: 3).judge(password).violations.isEmpty
        let samba = SambaComplexity.classes(of: password).count >= 3
        if published == samba { return .fine }
        return .warning(
            "classes-differ",
            reason:
                "the directory counts accented letters as lower-case and upper-case ones, the published rule as a group "
                + "of their own: only \(samba ? "the directory" : "the published rule") has its three kinds here")
    }
}
