// SPDX-License-Identifier: Apache-2.0

/// An attribute's name and options (RFC 4512 §2.5): `userCertificate;binary`, `member;range=0-1499`.
public struct AttributeDescription: Sendable {
    /// As the server wrote it; case does not count.
    public let name: String
    /// Without the semicolons, as written: `["range=0-1499"]`.
    public let options: [String]

    public init(name: String, options: [String] = []) {
        self.name = name
        self.options = options
    }

    /// Never fails: what a server sends is taken as it is.
    public init(_ text: String) {
        guard text.utf8.contains(UInt8(ascii: ";")) else {
            self.init(name: text)
            return
        }
        let parts = text.split(separator: ";", omittingEmptySubsequences: false)
        self.init(name: String(parts[0]), options: parts.dropFirst().map(String.init))
    }

    /// The part of a large attribute's values that this is, from AD's `range=` option ([MS-ADTS] 3.1.1.3.1.3.3);
    /// `nil` when it is all of them.
    public var range: AttributeRange? {
        for option in options where option.utf8.count > 6 && ASCIICase.isEqual(String(option.prefix(6)), "range=") {
            if let range = AttributeRange(parsing: option.dropFirst(6)) { return range }
        }
        return nil
    }

    /// Same name and same options, in any order and any case.
    public func matches(_ other: AttributeDescription) -> Bool {
        guard ASCIICase.isEqual(name, other.name), options.count == other.options.count else { return false }
        return options.isEmpty
            || options.map { $0.lowercased() }.sorted() == other.options.map { $0.lowercased() }.sorted()
    }

    /// Letters, digits, hyphen and the dots of an OID.
    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}

extension AttributeDescription: CustomStringConvertible {
    public var description: String { ([name] + options).joined(separator: ";") }
}

/// `0-1499`, or `1500-*` for the last part.
public struct AttributeRange: Sendable, Hashable {
    public let lower: Int
    /// `nil` is `*`: these are the last values.
    public let upper: Int?

    public init(lower: Int, upper: Int?) {
        self.lower = lower
        self.upper = upper
    }

    init?(parsing text: Substring) {
        let bounds = text.split(separator: "-", omittingEmptySubsequences: false)
        guard bounds.count == 2, let lower = Int(bounds[0]), lower >= 0 else { return nil }
        if bounds[1] == "*" {
            self.init(lower: lower, upper: nil)
        } else {
            guard let upper = Int(bounds[1]), upper >= lower else { return nil }
            self.init(lower: lower, upper: upper)
        }
    }
}

/// Comparison of protocol words, which are ASCII.
enum ASCIICase {
    static func isEqual(_ left: String, _ right: String) -> Bool {
        left.utf8.count == right.utf8.count
            && left.utf8.elementsEqual(right.utf8) { CaseFolding.asciiLower($0) == CaseFolding.asciiLower($1) }
    }
}
