// SPDX-License-Identifier: Apache-2.0

/// How LDAP_SERVER_EXTENDED_DN_OID writes GUID and SID in front of a DN.
public enum ExtendedDNForm: Int32, Sendable, Hashable {
    /// `<GUID=3fd5c0be…>;<SID=0105…>;CN=…`: the bytes in hexadecimal.
    case hexadecimal = 0
    /// `<GUID=bec0d53f-…>;<SID=S-1-5-…>;CN=…`.
    case string = 1
}

extension LDAPControl {
    /// LDAP_SERVER_EXTENDED_DN_OID ([MS-ADTS] 3.1.1.3.4.1.5): DNs, also those in values, come with GUID and SID in
    /// front. The value is `SEQUENCE { flag INTEGER }`.
    public static func extendedDN(_ form: ExtendedDNForm) -> LDAPControl {
        LDAPControl(
            oid: "1.2.840.113556.1.4.529", critical: true,
            value: BER.encode(BER.sequence, BER.encode(integer: form.rawValue)))
    }
}
