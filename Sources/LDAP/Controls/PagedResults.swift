// SPDX-License-Identifier: Apache-2.0

/// The simple paged results control (RFC 2696): `SEQUENCE { size INTEGER, cookie OCTET STRING }` both ways.
struct PagedResults {
    static let oid = "1.2.840.113556.1.4.319"

    /// The server's, opaque; empty at the beginning and at the end.
    let cookie: [UInt8]

    /// The request for the page behind `cookie`. Critical: a server that cannot page refuses, rather than stop short.
    static func request(size: Int, cookie: [UInt8]) -> LDAPControl {
        LDAPControl(
            oid: oid, critical: true,
            value: BER.encode(
                BER.sequence, BER.encode(integer: Int32(clamping: size)) + BER.encode(BER.octetString, cookie)))
    }

    /// The server's answer; `nil` when the value is malformed.
    init?(value: [UInt8]) {
        var outer = BERReader(value)
        guard let content = outer.read(BER.sequence) else { return nil }
        var inner = BERReader(content)
        guard inner.readInteger() != nil, let cookie = inner.read(BER.octetString) else { return nil }
        self.cookie = Array(cookie)
    }
}
