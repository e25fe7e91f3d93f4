// SPDX-License-Identifier: Apache-2.0

/// `objectSid`: revision, sub-authority count, 6-byte authority big-endian, sub-authorities little-endian ([MS-DTYP] 2.4.2).
///
/// Changes when an object moves to another domain, so it is a hint for the first link and never the key.
public struct ObjectSID: Hashable, Sendable, CustomStringConvertible {
    public let authority: UInt64
    public let subAuthorities: [UInt32]

    /// Fails on a wrong revision or a length that does not fit the count.
    public init?(bytes: [UInt8]) {
        guard bytes.count >= 8, bytes[0] == 1, bytes[1] <= 15, bytes.count == 8 + 4 * Int(bytes[1]) else { return nil }
        authority = bytes[2..<8].reduce(0) { $0 << 8 | UInt64($1) }
        subAuthorities = stride(from: 8, to: bytes.count, by: 4).map { start in
            (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << (8 * UInt32($1)) }
        }
    }

    /// The relative identifier: the last sub-authority, for example 500 for the built-in Administrator.
    public var relativeID: UInt32? { subAuthorities.last }

    /// The text form, for example `S-1-5-21-1004336348-1177238915-682003330-512`.
    public var description: String {
        subAuthorities.reduce("S-1-\(authority)") { "\($0)-\($1)" }
    }
}

extension ObjectSID {
    /// Reads the text form; fails on anything that is not exactly that.
    public init?(text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 3, parts.count <= 18, parts[0] == "S", parts[1] == "1", let authority = UInt64(parts[2]),
            authority < 1 << 48
        else { return nil }
        let subAuthorities = parts[3...].compactMap { UInt32($0) }
        guard subAuthorities.count == parts.count - 3 else { return nil }
        self.authority = authority
        self.subAuthorities = subAuthorities
    }
}
