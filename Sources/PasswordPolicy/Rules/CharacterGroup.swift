// SPDX-License-Identifier: Apache-2.0

/// The five groups of the guide. Each character counts for exactly one, or for none, as the space does.
///
/// The guide has é, ü and ñ as examples of the Latin-1 group, so upper and lower case mean A–Z and a–z; everything from
/// U+00A0 to U+00FF is Latin-1, punctuation included.
enum CharacterGroup: CharacterKind {
    case upper
    case lower
    case digit
    case special
    case latin1

    init?(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x41...0x5A: self = .upper
        case 0x61...0x7A: self = .lower
        case 0x30...0x39: self = .digit
        case 0x21...0x7E: self = .special
        case 0xA0...0xFF: self = .latin1
        default: return nil
        }
    }

    var words: String {
        switch self {
        case .upper: "upper-case letters A to Z"
        case .lower: "lower-case letters a to z"
        case .digit: "digits 0 to 9"
        case .special: "special characters such as < ~ !"
        case .latin1: "Latin-1 characters such as é ü ñ"
        }
    }
}
