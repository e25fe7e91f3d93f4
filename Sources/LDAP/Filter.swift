// SPDX-License-Identifier: Apache-2.0

/// A search filter (RFC 4511 §4.5.1.7). It is built, never concatenated: no value can change the filter's structure.
///
///     .and([.equal("objectClass", "user"), .not(.present("mail"))])
///
/// An attribute name with characters that cannot be in one is escaped in the text, and libldap then refuses the filter.
public indirect enum Filter: Sendable, Hashable {
    /// True when all are; `(&)`, with none, is always true (RFC 4526).
    case and([Filter])
    /// True when any is; `(|)`, with none, is always false (RFC 4526).
    case or([Filter])
    case not(Filter)
    case equal(String, [UInt8])
    case present(String)
    case greaterOrEqual(String, [UInt8])
    case lessOrEqual(String, [UInt8])
    case approx(String, [UInt8])
    /// `(cn=initial*any*any*final)`; a missing part is `nil` or not in the list. At least one part is there.
    case substring(String, initial: [UInt8]?, any: [[UInt8]], final: [UInt8]?)
    /// `(attribute:dn:rule:=value)`, for instance AD's bit test `(userAccountControl:1.2.840.113556.1.4.803:=2)`.
    case extensible(attribute: String?, rule: String?, dnAttributes: Bool, value: [UInt8])

    public static func equal(_ attribute: String, _ value: String) -> Filter {
        .equal(attribute, Array(value.utf8))
    }

    public static func greaterOrEqual(_ attribute: String, _ value: String) -> Filter {
        .greaterOrEqual(attribute, Array(value.utf8))
    }

    public static func lessOrEqual(_ attribute: String, _ value: String) -> Filter {
        .lessOrEqual(attribute, Array(value.utf8))
    }
}

extension Filter: CustomStringConvertible {
    /// RFC 4515 text, escaped; it parses back to the same filter.
    public var description: String {
        var text: [UInt8] = []
        write(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    private func write(to text: inout [UInt8]) {
        text.append(UInt8(ascii: "("))
        switch self {
        case .and(let filters): Self.write("&", filters, to: &text)
        case .or(let filters): Self.write("|", filters, to: &text)
        case .not(let filter): Self.write("!", [filter], to: &text)
        case .equal(let attribute, let value): Self.write(attribute, "=", value, to: &text)
        case .greaterOrEqual(let attribute, let value): Self.write(attribute, ">=", value, to: &text)
        case .lessOrEqual(let attribute, let value): Self.write(attribute, "<=", value, to: &text)
        case .approx(let attribute, let value): Self.write(attribute, "~=", value, to: &text)
        case .present(let attribute):
            Self.write(attribute, "=", [], to: &text)
            text.append(UInt8(ascii: "*"))
        case .substring(let attribute, let initial, let any, let final):
            Self.write(attribute, "=", initial ?? [], to: &text)
            text.append(UInt8(ascii: "*"))
            for part in any {
                Self.escape(part, to: &text)
                text.append(UInt8(ascii: "*"))
            }
            Self.escape(final ?? [], to: &text)
        case .extensible(let attribute, let rule, let dnAttributes, let value):
            let dn = dnAttributes ? ":dn" : ""
            Self.writeName(attribute ?? "", to: &text)
            text += Array(dn.utf8)
            if let rule {
                text.append(UInt8(ascii: ":"))
                Self.writeName(rule, to: &text)
            }
            text += Array(":=".utf8)
            Self.escape(value, to: &text)
        }
        text.append(UInt8(ascii: ")"))
    }

    private static func write(_ operation: Unicode.Scalar, _ filters: [Filter], to text: inout [UInt8]) {
        text.append(UInt8(ascii: operation))
        for filter in filters { filter.write(to: &text) }
    }

    private static func write(_ attribute: String, _ type: String, _ value: [UInt8], to text: inout [UInt8]) {
        writeName(attribute, to: &text)
        text += Array(type.utf8)
        escape(value, to: &text)
    }

    private static func writeName(_ name: String, to text: inout [UInt8]) {
        for byte in name.utf8 {
            if AttributeDescription.isNameByte(byte) || byte == UInt8(ascii: ";") {
                text.append(byte)
            } else {
                text.append(UInt8(ascii: "\\"))
                text += Hex.digits(byte)
            }
        }
    }

    /// RFC 4515 §3: the five characters that mean something, control characters, and bytes that are not UTF-8, as
    /// `\xx`.
    private static func escape(_ value: [UInt8], to text: inout [UInt8]) {
        let isText = String(validating: value, as: UTF8.self) != nil
        for byte in value {
            switch byte {
            case UInt8(ascii: "*"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "\\"), 0..<0x20, 0x7F:
                text.append(UInt8(ascii: "\\"))
                text += Hex.digits(byte)
            case 0x80... where !isText:
                text.append(UInt8(ascii: "\\"))
                text += Hex.digits(byte)
            default:
                text.append(byte)
            }
        }
    }
}
