// SPDX-License-Identifier: Apache-2.0

/// A distinguished name (RFC 4514): where an entry is, not who it is. `CN=Müller\,
/// Eva,OU=Staff,DC=corp,DC=example,DC=com`
///
/// Values are kept as the bytes they stand for, so every spelling of one name (`\,`, `\2C`) reads the same and NUL
/// survives. Two DNs are equal when a directory would say so: types and values without regard to case, order within a
/// multi-valued RDN without meaning, and **no** Unicode normalisation: a decomposed `é` is another name than a
/// composed one.
public struct DN: Sendable, Hashable {
    /// Leaf first, as written. Empty is the DN of the root.
    public let rdns: [RDN]

    public init(_ rdns: [RDN]) {
        self.rdns = rdns
    }

    /// The DN of the entry above, or `nil` at the root.
    public var parent: DN? {
        rdns.isEmpty ? nil : DN(Array(rdns.dropFirst()))
    }

    /// True below `ancestor`, at any depth; false for `ancestor` itself.
    public func isDescendant(of ancestor: DN) -> Bool {
        rdns.count > ancestor.rdns.count && rdns.suffix(ancestor.rdns.count).elementsEqual(ancestor.rdns)
    }

    /// True for `base` itself and below it: the entries of a subtree search.
    public func isInSubtree(of base: DN) -> Bool {
        rdns.count >= base.rdns.count && rdns.suffix(base.rdns.count).elementsEqual(base.rdns)
    }
}

/// A relative distinguished name: one attribute value, or rarely several joined by `+` (RFC 4514 §2.2).
public struct RDN: Sendable {
    /// In the order written; never empty when parsed. Order does not count in comparisons.
    public let attributes: [AttributeTypeAndValue]

    public init(_ attributes: [AttributeTypeAndValue]) {
        self.attributes = attributes
    }
}

/// `CN=Eva` within an RDN (RFC 4514 §2.3).
public struct AttributeTypeAndValue: Sendable {
    /// A short name or a dotted OID, as written: `CN`, `ou`, `2.5.4.3`.
    public let type: String
    /// The bytes the value stands for, unescaped; usually UTF-8. With `isBER`, the BER encoding behind `#`.
    public let value: [UInt8]
    /// True for a value written as `#04024869` (RFC 4514 §2.4).
    public let isBER: Bool

    public init(type: String, value: [UInt8], isBER: Bool = false) {
        self.type = type
        self.value = value
        self.isBER = isBER
    }

    public init(type: String, value: String) {
        self.init(type: type, value: Array(value.utf8))
    }
}
