// SPDX-License-Identifier: Apache-2.0

/// The five categories of "Password must meet complexity requirements" and [MS-SAMR] 3.1.1.7.2.
///
/// The letters of European languages are those of the Latin, Greek and Cyrillic scripts, with their accents. Where the
/// text leaves a doubt, a character counts for nothing: letters with case of other scripts, and everything beyond the Basic
/// Multilingual Plane, of which the domain controller sees two halves.
enum MicrosoftCategory: CharacterKind {
    case upper
    case lower
    case digit
    case special
    /// Letters without case, as of Chinese, Arabic or Thai.
    case caseless

    init?(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x30...0x39: self = .digit
        case 0x41...0x5A: self = .upper
        case 0x61...0x7A: self = .lower
        case 0x21...0x7E: self = .special
        case 0x80...0xFFFF:
            switch scalar.properties.generalCategory {
            case .uppercaseLetter where Self.isEuropean(scalar): self = .upper
            case .lowercaseLetter where Self.isEuropean(scalar): self = .lower
            case .otherLetter: self = .caseless
            default: return nil
            }
        default: return nil
        }
    }

    private static func isEuropean(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        // Latin, Greek, Cyrillic; Latin and Greek with more accents.
        case 0xB5...0x24F, 0x370...0x3FF, 0x400...0x52F, 0x1E00...0x1EFF, 0x1F00...0x1FFF: true
        default: false
        }
    }

    var words: String {
        switch self {
        case .upper: "upper-case letters"
        case .lower: "lower-case letters"
        case .digit: "digits 0 to 9"
        case .special: "special characters such as < ~ !"
        case .caseless: "letters without upper and lower case, as of Asian scripts"
        }
    }
}
