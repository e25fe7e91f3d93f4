// SPDX-License-Identifier: Apache-2.0

/// An address that the service accepts, for example `ana.silva@example.com`.
///
/// The shape is the API's `EmailAddress`: at most 254 characters,
/// `[a-zA-Z0-9._%+-]{1,64}@[a-zA-Z0-9.-]+\.[a-zA-Z-]{2,}`, matched as a whole. So an apostrophe, which Active Directory
/// and RFC 5321 allow, is refused, and so is every letter outside ASCII. Compared without case.
public struct EmailAddress: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The address as it was written.
    public let text: String
    /// The address in lower case: what two addresses are compared by. ASCII, so Swift's `==` on it is byte equality.
    public let key: String

    /// - Throws: `EmailAddressFault` that says what the service would refuse.
    public init(_ text: String) throws(EmailAddressFault) {
        let scalars = Array(text.unicodeScalars)
        guard !scalars.isEmpty else { throw .empty }
        guard scalars.count <= 254 else { throw .tooLong(scalars.count) }
        guard let at = scalars.lastIndex(of: "@") else { throw .noAt }
        let local = scalars[..<at]
        let domain = scalars[(at + 1)...]
        guard (1...64).contains(local.count) else { throw .localPartLength(local.count) }
        if let odd = local.first(where: { !($0.isASCIIAlphanumeric || "._%+-".unicodeScalars.contains($0)) }) {
            throw .character(odd)
        }
        if let odd = domain.first(where: { !($0.isASCIIAlphanumeric || $0 == "." || $0 == "-") }) {
            throw .character(odd)
        }
        guard let dot = domain.lastIndex(of: "."), dot > domain.startIndex else { throw .domain }
        let last = domain[(dot + 1)...]
        guard last.count >= 2, last.allSatisfy({ $0.isASCIILetter || $0 == "-" }) else { throw .domain }
        self.text = text
        self.key = text.lowercased()
    }

    /// An address that the service itself tells, which is what it is even where it breaks the API's own pattern.
    init(ofService text: String) {
        self.text = text
        key = text.lowercased()
    }

    /// The part before the last `@`.
    public var localPart: String { String(text[..<(text.lastIndex(of: "@") ?? text.endIndex)]) }
    /// The part after the last `@`, in lower case.
    public var domain: String { String(key[(key.lastIndex(of: "@").map(key.index(after:)) ?? key.endIndex)...]) }

    public var description: String { text }

    public static func == (a: EmailAddress, b: EmailAddress) -> Bool { a.key == b.key }
    public static func < (a: EmailAddress, b: EmailAddress) -> Bool { a.key < b.key }
    public func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

/// What makes a text unfit to be an address in the service.
public enum EmailAddressFault: Error, Hashable, Sendable, CustomStringConvertible {
    case empty
    case noAt
    /// The number of characters, over 254.
    case tooLong(Int)
    /// The number of characters before the `@`, which must be 1 to 64.
    case localPartLength(Int)
    /// A character that the service does not take in an address.
    case character(Unicode.Scalar)
    /// The part after the `@` is not a domain name with a top level of letters.
    case domain

    public var description: String {
        switch self {
        case .empty: "the address is empty"
        case .noAt: "the address has no @"
        case .tooLong(let count): "the address has \(count) characters; the service takes 254"
        case .localPartLength(let count): "the part before the @ has \(count) characters; the service takes 1 to 64"
        case .character(let scalar):
            "the service takes no \(scalar.properties.name ?? "character") (\(scalar.codePoint)) in an address"
        case .domain: "the part after the @ is not a domain name that the service takes"
        }
    }
}

extension Unicode.Scalar {
    /// Such as `U+0027`.
    fileprivate var codePoint: String {
        let digits = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
    var isASCIILetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }
    var isASCIIAlphanumeric: Bool { isASCIILetter || ("0"..."9").contains(self) }
}
