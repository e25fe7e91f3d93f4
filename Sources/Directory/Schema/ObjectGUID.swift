// SPDX-License-Identifier: Apache-2.0

/// `objectGUID`: who an object is, 16 bytes with the first three fields little-endian ([MS-DTYP] 2.3.4).
///
/// Survives rename and move; a person deleted and created again under the same name has another. The key of everything.
public struct ObjectGUID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The 16 bytes as the directory sends them.
    public let bytes: [UInt8]

    /// Fails unless there are 16 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// The usual text, such as `3f2504e0-4f89-11d3-9a0c-0305e82c3301`, with or without braces.
    public init?(text: String) {
        var digits: [UInt8] = []
        var body = Substring(text)
        if body.hasPrefix("{"), body.hasSuffix("}") { body = body.dropFirst().dropLast() }
        let groups = body.split(separator: "-", omittingEmptySubsequences: false)
        guard groups.map(\.utf8.count) == [8, 4, 4, 4, 12] else { return nil }
        for group in groups {
            var rest = group.utf8[...]
            while let high = rest.popFirst(), let low = rest.popFirst() {
                guard let h = Self.nibble(high), let l = Self.nibble(low) else { return nil }
                digits.append(h << 4 | l)
            }
        }
        self.init(bytes: Self.order.map { digits[$0] })
    }

    /// Where each byte of the text stands in the bytes, and the other way round: the swap is its own inverse.
    private static let order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The text form, in lower case.
    public var description: String {
        let digits = Array("0123456789abcdef".unicodeScalars)
        var text = String.UnicodeScalarView()
        for (place, index) in Self.order.enumerated() {
            if [4, 6, 8, 10].contains(place) { text.append("-") }
            text.append(digits[Int(bytes[index] >> 4)])
            text.append(digits[Int(bytes[index] & 15)])
        }
        return String(text)
    }

    public static func < (a: ObjectGUID, b: ObjectGUID) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
}
