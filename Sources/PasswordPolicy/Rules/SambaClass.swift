// SPDX-License-Identifier: Apache-2.0

/// Samba's five classes of characters (`check_password_quality` since Samba 4.1). A space and a control character of
/// ASCII are in none; everything beyond ASCII is in one.
///
/// É is an upper-case letter here and é a lower-case one. €, ×, ß and an emoji are of the fifth class, which Microsoft
/// keeps for letters without case.
enum SambaClass: CharacterKind {
    case upper
    case lower
    case digit
    case special
    case unicode

    init?(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x41...0x5A: self = .upper
        case 0x61...0x7A: self = .lower
        case 0x30...0x39: self = .digit
        case 0x21...0x7E: self = .special
        case 0x80...: self = SambaCase.isUpper(scalar) ? .upper : SambaCase.isLower(scalar) ? .lower : .unicode
        default: return nil
        }
    }

    var words: String {
        switch self {
        case .upper: "upper-case letters"
        case .lower: "lower-case letters"
        case .digit: "digits 0 to 9"
        case .special: "special characters such as < ~ !"
        case .unicode: "characters beyond ASCII without upper and lower case"
        }
    }
}

/// The case tables of Samba's `lib/util/charset`, as a rule: pairs of one letter each in the Basic Multilingual Plane that
/// map to each other, of Unicode 2.1 and before, to which the tables were never added to.
///
/// By a comparison with all 1,114,112 of Samba 4.17's own answers there are two exceptions.
enum SambaCase {
    static func isUpper(_ scalar: Unicode.Scalar) -> Bool {
        // The tables end there; nor is time to be lost on what they have not.
        if scalar.value > 0xFFFF { return false }
        // U+01A6 got its partner U+0280 in Unicode 3.0.
        if scalar.value == 0x1A6 { return false }
        return isPaired(scalar, single(scalar.properties.lowercaseMapping)) {
            single($0.properties.uppercaseMapping)
        }
    }

    static func isLower(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value > 0xFFFF || scalar.value == 0x280 { return false }
        // The final sigma, of which the capital's partner is the other one.
        if scalar.value == 0x3C2 { return true }
        return isPaired(scalar, single(scalar.properties.uppercaseMapping)) {
            single($0.properties.lowercaseMapping)
        }
    }

    private static func isPaired(
        _ scalar: Unicode.Scalar, _ partner: Unicode.Scalar?, back: (Unicode.Scalar) -> Unicode.Scalar?
    ) -> Bool {
        guard let partner, partner != scalar, isOld(scalar), isOld(partner) else { return false }
        return back(partner) == scalar
    }

    private static func isOld(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value <= 0xFFFF, let age = scalar.properties.age else { return false }
        return (age.major, age.minor) <= (2, 1)
    }

    private static func single(_ mapping: String) -> Unicode.Scalar? {
        mapping.unicodeScalars.count == 1 ? mapping.unicodeScalars.first : nil
    }
}
