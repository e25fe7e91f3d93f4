// SPDX-License-Identifier: Apache-2.0

/// A name, or a part of one, that is looked for in a password without regard to case: by simple upper-casing of each
/// character for itself, and without normalising anything.
///
/// The password is walked through once and never copied (Knuth, Morris, Pratt).
struct NameToken: Hashable {
    private let scalars: [UInt32]
    /// For each place, where to go on when the next character is another one.
    private let fallback: [Int]

    /// `nil` for less than three UTF-16 code units, which are not looked for.
    init?(_ text: String) {
        guard text.utf16.count >= 3 else { return nil }
        let scalars = text.unicodeScalars.map(Self.folded)
        var fallback = [0]
        for place in scalars.indices.dropFirst() {
            var length = fallback[place - 1]
            while length > 0, scalars[place] != scalars[length] { length = fallback[length - 1] }
            fallback.append(scalars[place] == scalars[length] ? length + 1 : 0)
        }
        self.scalars = scalars
        self.fallback = fallback
    }

    /// The tokens of a display name: what stands between comma, full stop, hyphen, underscore, space, number sign and tab.
    static func tokens(of name: String) -> [NameToken] {
        name.unicodeScalars.split { ",.-_ #\t".unicodeScalars.contains($0) }.compactMap { NameToken(String($0)) }
    }

    /// Everything of somebody's names that a password should not be made of: more than any server looks for.
    static func all(of subject: PasswordSubject) -> Set<NameToken> {
        let names = [subject.sAMAccountName, subject.displayName ?? "", subject.userPrincipalName ?? ""]
        let parts = names.flatMap { name in
            name.unicodeScalars.split { $0 == "@" }.flatMap { part in
                [NameToken(String(part))] + tokens(of: String(part))
            }
        }
        return Set(parts.compactMap(\.self))
    }

    func isIn(_ password: Password) -> Bool {
        var length = 0
        var isFound = false
        password.forEachUnicodeScalar { scalar in
            if isFound { return }
            let next = Self.folded(scalar)
            while length > 0, scalars[length] != next { length = fallback[length - 1] }
            if scalars[length] == next { length += 1 }
            isFound = length == scalars.count
        }
        return isFound
    }

    private static func folded(_ scalar: Unicode.Scalar) -> UInt32 {
        let mapping = scalar.properties.uppercaseMapping.unicodeScalars
        guard let first = mapping.first, mapping.count == 1, scalar.value <= 0xFFFF, first.value <= 0xFFFF else {
            return scalar.value
        }
        return first.value
    }
}
