// SPDX-License-Identifier: Apache-2.0

extension LDAPControl {
    /// The assertion control (RFC 4528): the operation is done only while the entry matches the filter, in one step;
    /// otherwise it ends in `assertionFailed` (122) and nothing is changed. Active Directory and Samba do not have it.
    public static func assertion(_ filter: Filter) -> LDAPControl {
        LDAPControl(oid: assertionOID, critical: true, value: filter.encoded)
    }

    /// What `supportedControl` lists where the assertion control can be used.
    public static let assertionOID = "1.3.6.1.1.12"
}

extension Filter {
    /// The filter in BER (RFC 4511 §4.5.1.7), as it goes over the wire in a search.
    var encoded: [UInt8] {
        switch self {
        case .and(let filters): BER.encode(0xA0, filters.flatMap(\.encoded))
        case .or(let filters): BER.encode(0xA1, filters.flatMap(\.encoded))
        case .not(let filter): BER.encode(0xA2, filter.encoded)
        case .equal(let attribute, let value): Self.encode(0xA3, attribute, value)
        case .substring(let attribute, let initial, let any, let final):
            BER.encode(
                0xA4,
                BER.encode(BER.octetString, Array(attribute.utf8))
                    + BER.encode(
                        BER.sequence,
                        (initial.map { BER.encode(0x80, $0) } ?? []) + any.flatMap { BER.encode(0x81, $0) }
                            + (final.map { BER.encode(0x82, $0) } ?? [])))
        case .greaterOrEqual(let attribute, let value): Self.encode(0xA5, attribute, value)
        case .lessOrEqual(let attribute, let value): Self.encode(0xA6, attribute, value)
        case .present(let attribute): BER.encode(0x87, Array(attribute.utf8))
        case .approx(let attribute, let value): Self.encode(0xA8, attribute, value)
        case .extensible(let attribute, let rule, let dnAttributes, let value):
            BER.encode(
                0xA9,
                (rule.map { BER.encode(0x81, Array($0.utf8)) } ?? [])
                    + (attribute.map { BER.encode(0x82, Array($0.utf8)) } ?? [])
                    + BER.encode(0x83, value)
                    // FALSE is the default, and a default is not sent.
                    + (dnAttributes ? BER.encode(0x84, [0xFF]) : []))
        }
    }

    private static func encode(_ tag: UInt8, _ attribute: String, _ value: [UInt8]) -> [UInt8] {
        BER.encode(tag, BER.encode(BER.octetString, Array(attribute.utf8)) + BER.encode(BER.octetString, value))
    }
}
