// SPDX-License-Identifier: Apache-2.0

extension DN {
    /// Reads RFC 4514 text. Spaces around `,`, `+` and `=` are allowed and mean nothing, as in the older RFC 2253 §4
    /// (a space that belongs to a value is escaped); the other old forms, quotes and `;` between RDNs, are refused.
    public init(parsing text: String) throws(DNFailure) {
        var parser = DNParser(text)
        self.init(try parser.parse())
    }
}

/// Why a text is not a DN.
public struct DNFailure: Error, Sendable, CustomStringConvertible {
    /// The text in question.
    public let text: String
    /// Where it goes wrong: the number of UTF-8 bytes before the place.
    public let position: Int
    public let reason: String

    public var description: String { "“\(text)” is not a distinguished name: \(reason) (at byte \(position))" }
}

/// The grammar of RFC 4514 §3, one method a rule.
private struct DNParser {
    private let text: String
    private let bytes: [UInt8]
    private var index = 0

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    mutating func parse() throws(DNFailure) -> [RDN] {
        skipSpaces()
        guard index < bytes.count else { return [] }
        var rdns: [RDN] = []
        repeat { rdns.append(try relativeName()) } while skip(",")
        guard index == bytes.count else { throw failure("unexpected character; a special one needs a backslash") }
        return rdns
    }

    private mutating func relativeName() throws(DNFailure) -> RDN {
        var attributes: [AttributeTypeAndValue] = []
        repeat {
            let type = try attributeType()
            guard skip("=") else { throw failure("= expected after the attribute type \(type)") }
            skipSpaces()
            if index < bytes.count, bytes[index] == UInt8(ascii: "#") {
                attributes.append(AttributeTypeAndValue(type: type, value: try hexString(), isBER: true))
            } else {
                attributes.append(AttributeTypeAndValue(type: type, value: try string()))
            }
        } while skip("+")
        return RDN(attributes)
    }

    private mutating func attributeType() throws(DNFailure) -> String {
        skipSpaces()
        let start = index
        while index < bytes.count, Self.isTypeByte(bytes[index]) { index += 1 }
        let type = bytes[start..<index]
        skipSpaces()
        guard let first = type.first else {
            throw failure(index == bytes.count ? "an RDN is missing" : "attribute type expected")
        }
        let isOID = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) || type.starts(with: Array("OID.".utf8))
        guard first != UInt8(ascii: "-"), isOID || !type.contains(UInt8(ascii: ".")) else {
            throw failure("attribute type expected", at: start)
        }
        return String(decoding: type, as: UTF8.self)
    }

    private mutating func hexString() throws(DNFailure) -> [UInt8] {
        index += 1
        var value: [UInt8] = []
        while let byte = try hexPair() { value.append(byte) }
        skipSpaces()
        guard !value.isEmpty else { throw failure("hexadecimal digits expected after #") }
        return value
    }

    private mutating func hexPair() throws(DNFailure) -> UInt8? {
        guard index < bytes.count, let high = Hex.value(bytes[index]) else { return nil }
        guard index + 1 < bytes.count, let low = Hex.value(bytes[index + 1]) else {
            throw failure("two hexadecimal digits expected")
        }
        index += 2
        return high << 4 | low
    }

    private mutating func string() throws(DNFailure) -> [UInt8] {
        var value: [UInt8] = []
        // Unescaped spaces at the end are not part of the value.
        var significant = 0
        scan: while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: ","), UInt8(ascii: "+"):
                break scan
            case UInt8(ascii: "\\"):
                value.append(try escape())
                significant = value.count
            case UInt8(ascii: "\""), UInt8(ascii: ";"), UInt8(ascii: "<"), UInt8(ascii: ">"), 0:
                throw failure("this character needs a backslash before it")
            case UInt8(ascii: " "):
                value.append(byte)
                index += 1
            default:
                value.append(byte)
                index += 1
                significant = value.count
            }
        }
        value.removeLast(value.count - significant)
        return value
    }

    private mutating func escape() throws(DNFailure) -> UInt8 {
        index += 1
        guard index < bytes.count else { throw failure("nothing follows the backslash") }
        if Self.escapable.contains(bytes[index]) {
            defer { index += 1 }
            return bytes[index]
        }
        guard let byte = try hexPair() else {
            throw failure("after a backslash comes a special character or two hexadecimal digits")
        }
        return byte
    }

    private static let escapable = Set(" \"#+,;<=>\\".utf8)

    private static func isTypeByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private mutating func skipSpaces() {
        while index < bytes.count, bytes[index] == UInt8(ascii: " ") { index += 1 }
    }

    private func failure(_ reason: String, at position: Int? = nil) -> DNFailure {
        DNFailure(text: text, position: position ?? index, reason: reason)
    }
}
