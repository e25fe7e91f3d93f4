// SPDX-License-Identifier: Apache-2.0

/// What LDAP_SERVER_DIRSYNC_OID is asked for ([MS-ADTS] 3.1.1.3.4.1.3).
public struct DirSyncFlags: OptionSet, Sendable, Hashable, Codable {
    public let rawValue: Int32

    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// LDAP_DIRSYNC_OBJECT_SECURITY: only what the account may read anyway. Without it the server wants the right
    /// “Replicating Directory Changes”.
    public static let objectSecurity = Self(rawValue: 1)
}

/// LDAP_SERVER_DIRSYNC_OID: the objects that changed since a cookie. What is asked and what is answered are both a
/// `SEQUENCE` of two `INTEGER`s and an `OCTET STRING`.
struct DirSync {
    static let oid = "1.2.840.113556.1.4.841"

    /// Bytes of an answer before the server breaks it off and says that there is more. Samba ignores it and sends all.
    static let mostBytes: Int32 = 4 << 20

    /// Whether the server broke off, to go on at the cookie.
    let hasMore: Bool
    /// The server's, opaque: where the next search begins.
    let cookie: [UInt8]

    /// `SEQUENCE { Flags INTEGER, MaxBytes INTEGER, Cookie OCTET STRING }`; an empty cookie asks for everything.
    /// Critical: a server that does not know it would hand out everything as if it had changed.
    static func request(_ flags: DirSyncFlags, cookie: [UInt8]) -> LDAPControl {
        LDAPControl(
            oid: oid, critical: true,
            value: BER.encode(
                BER.sequence,
                BER.encode(integer: flags.rawValue) + BER.encode(integer: mostBytes)
                    + BER.encode(BER.octetString, cookie)))
    }

    /// `SEQUENCE { MoreResults INTEGER, unused INTEGER, CookieServer OCTET STRING }`; `nil` when the value is malformed.
    init?(value: [UInt8]) {
        var outer = BERReader(value)
        guard let content = outer.read(BER.sequence) else { return nil }
        var inner = BERReader(content)
        guard let more = inner.readInteger(), inner.readInteger() != nil, let cookie = inner.read(BER.octetString)
        else { return nil }
        hasMore = more != 0
        self.cookie = Array(cookie)
    }
}
