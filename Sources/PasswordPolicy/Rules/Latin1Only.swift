// SPDX-License-Identifier: Apache-2.0

/// Basic Latin and the Latin-1 supplement, without their control characters: U+0020 to U+007E and U+00A0 to U+00FF.
///
/// The guide names the two blocks; the API's `Password` shape (`[\u0020-\u00FF]+`) takes the controls below U+0020 out.
/// U+007F to U+009F are in both and refused all the same: no keyboard types them, and what brings them is
/// nearly always another encoding taken for Latin-1. Nothing is normalised: the composed form of a letter would
/// be accepted, but the person will type the password again on another keyboard.
struct Latin1Only: PasswordRule {
    var limits: [PasswordLimit] { [.init(rule: "latin-1", limit: Self.limit)] }
    private static let limit = "characters of Basic Latin and the Latin-1 supplement only"

    func judge(_ password: Password) -> PasswordVerdict {
        var position = 0
        var first: (position: Int, fault: Fault)?
        password.forEachUnicodeScalar { scalar in
            position += 1
            if first == nil, let fault = Fault(scalar) { first = (position, fault) }
        }
        guard let first else { return .fine }
        return .violation(
            "latin-1", limit: Self.limit,
            fix: "replace character \(first.position), \(first.fault.words)")
    }

    /// Why a character is refused. Its kind is named and its place, never the character: what is refused may still be
    /// most of the password that is chosen next.
    private enum Fault {
        case control
        case combining
        case notText
        case beyond

        init?(_ scalar: Unicode.Scalar) {
            switch scalar.value {
            case 0x20...0x7E, 0xA0...0xFF: return nil
            case 0...0x9F: self = .control
            case 0xFFFD: self = .notText
            default:
                switch scalar.properties.generalCategory {
                case .nonspacingMark, .spacingMark, .enclosingMark: self = .combining
                default: self = .beyond
                }
            }
        }

        var words: String {
            switch self {
            case .control: "which is a control character"
            case .combining: "which is an accent of its own; type the letter with its accent as one character"
            case .notText: "which is no text in UTF-8"
            case .beyond: "which is of another block of Unicode"
            }
        }
    }
}
