// SPDX-License-Identifier: Apache-2.0

/// Warns where Samba's classes and the published groups come to different verdicts.
struct ClassesDiffer: PasswordRule {
    func judge(_ password: Password) -> PasswordVerdict {
        if password.isEmpty { return .fine }
        let published = KindsPresent<CharacterGroup>.groups.judge(password).violations.isEmpty
        let samba = KindsPresent<SambaClass>.sambaClasses.judge(password).violations.isEmpty
        if published == samba { return .fine }
        return .warning(
            "classes-differ",
            reason:
                "the directory counts accented letters as lower-case and upper-case ones, the published rule as a group "
                + "of their own: only \(samba ? "the directory" : "the published rule") has its three kinds here")
    }
}
