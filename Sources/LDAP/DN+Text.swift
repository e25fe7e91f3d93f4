// SPDX-License-Identifier: Apache-2.0

extension DN: CustomStringConvertible {
    /// RFC 4514 text in one canonical spelling: it parses back to the same bytes and holds no NUL or control character.
    public var description: String { rdns.map(\.description).joined(separator: ",") }
}

extension RDN: CustomStringConvertible {
    public var description: String { attributes.map(\.description).joined(separator: "+") }
}

extension AttributeTypeAndValue: CustomStringConvertible {
    public var description: String {
        isBER ? "\(type)=#\(Hex.text(value))" : "\(type)=\(Self.escaped(value))"
    }

    /// RFC 4514 §2.4: special characters behind a backslash; control characters, and bytes that are not UTF-8, as
    /// `\XX`.
    static func escaped(_ value: [UInt8]) -> String {
        let isText = String(validating: value, as: UTF8.self) != nil
        var text: [UInt8] = []
        text.reserveCapacity(value.count + 8)
        let backslash = UInt8(ascii: "\\")
        for (index, byte) in value.enumerated() {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "+"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "<"),
                UInt8(ascii: ">"), backslash:
                text += [backslash, byte]
            // The RFC lets it stand; Samba refuses a DN where it does.
            case UInt8(ascii: "="):
                text += [backslash, byte]
            case UInt8(ascii: "#") where index == 0:
                text += [backslash, byte]
            case UInt8(ascii: " ") where index == 0 || index == value.count - 1:
                text += [backslash, byte]
            case 0..<0x20, 0x7F:
                text.append(backslash)
                text += Hex.digits(byte)
            case 0x80... where !isText:
                text.append(backslash)
                text += Hex.digits(byte)
            default:
                text.append(byte)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// Two hexadecimal digits a byte.
enum Hex {
    static func digits(_ byte: UInt8) -> [UInt8] {
        [digit(byte >> 4), digit(byte & 0x0F)]
    }

    static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.flatMap(digits), as: UTF8.self)
    }

    static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    private static func digit(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
    }
}
