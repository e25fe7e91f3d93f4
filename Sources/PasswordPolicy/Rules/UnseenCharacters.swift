// SPDX-License-Identifier: Apache-2.0

/// Warns of what is accepted but not seen: a space at either end, which many a form trims away, and the no-break
/// space (U+00A0) and soft hyphen (U+00AD), which look like a space and like nothing.
struct UnseenCharacters: PasswordRule {
    func judge(_ password: Password) -> PasswordVerdict {
        var first: Unicode.Scalar?
        var last: Unicode.Scalar?
        var hasUnseen = false
        password.forEachUnicodeScalar { scalar in
            if first == nil { first = scalar }
            last = scalar
            hasUnseen = hasUnseen || scalar == "\u{A0}" || scalar == "\u{AD}"
        }
        var verdict = PasswordVerdict.fine
        if first == " " || last == " " {
            verdict.warnings +=
                PasswordVerdict.warning(
                    "edge-space", reason: "it begins or ends with a space, which many programs leave out"
                ).warnings
        }
        if hasUnseen {
            verdict.warnings +=
                PasswordVerdict.warning(
                    "invisible", reason: "it holds a no-break space or a soft hyphen, which cannot be seen"
                ).warnings
        }
        return verdict
    }
}
