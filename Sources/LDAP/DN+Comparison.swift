// SPDX-License-Identifier: Apache-2.0

extension RDN: Hashable {
    public static func == (left: Self, right: Self) -> Bool {
        guard left.attributes.count == right.attributes.count else { return false }
        if left.attributes.count == 1 { return left.attributes[0] == right.attributes[0] }
        return Set(left.attributes) == Set(right.attributes)
    }

    public func hash(into hasher: inout Hasher) {
        if attributes.count == 1 {
            hasher.combine(attributes[0])
        } else {
            hasher.combine(Set(attributes))
        }
    }
}

extension AttributeTypeAndValue: Hashable {
    public static func == (left: Self, right: Self) -> Bool {
        guard left.isBER == right.isBER, left.typeKey == right.typeKey else { return false }
        if left.value == right.value { return true }
        return !left.isBER && CaseFolding.fold(left.value) == CaseFolding.fold(right.value)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(typeKey)
        hasher.combine(isBER ? value : CaseFolding.fold(value))
    }

    /// Lowercase, without the old `OID.` prefix, and a short name for the OIDs that RFC 4514 §3 gives one.
    private var typeKey: [UInt8] {
        var key = CaseFolding.fold(Array(type.utf8))
        if key.starts(with: Array("oid.".utf8)) { key.removeFirst(4) }
        guard let first = key.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return key }
        return Self.shortNames[key] ?? key
    }

    private static let shortNames: [[UInt8]: [UInt8]] = Dictionary(
        uniqueKeysWithValues: [
            ("2.5.4.3", "cn"), ("2.5.4.7", "l"), ("2.5.4.8", "st"), ("2.5.4.10", "o"), ("2.5.4.11", "ou"),
            ("2.5.4.6", "c"), ("2.5.4.9", "street"), ("0.9.2342.19200300.100.1.25", "dc"),
            ("0.9.2342.19200300.100.1.1", "uid"),
        ].map { (Array($0.0.utf8), Array($0.1.utf8)) })
}

/// Upper and lower case as one, the way Active Directory treats directory strings: scalar by scalar, and without
/// normalisation.
enum CaseFolding {
    /// Bytes that are not UTF-8 come back as they are.
    static func fold(_ bytes: [UInt8]) -> [UInt8] {
        if bytes.allSatisfy({ $0 < 0x80 }) {
            return bytes.map { asciiLower($0) }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { return bytes }
        var folded = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { folded.append(lower(scalar)) }
        return Array(String(folded).utf8)
    }

    static func asciiLower(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    /// Only pairs that map to each other one to one count: `İ`, `ſ`, `ß` and the Kelvin sign stay themselves, for a
    /// name wrongly taken for another is worse than one not recognised.
    private static func lower(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.isASCII { return Unicode.Scalar(asciiLower(UInt8(scalar.value))) }
        let lower = scalar.properties.lowercaseMapping.unicodeScalars
        guard lower.count == 1, let mapped = lower.first, mapped != scalar else { return scalar }
        let back = mapped.properties.uppercaseMapping.unicodeScalars
        return back.count == 1 && back.first == scalar ? mapped : scalar
    }
}
