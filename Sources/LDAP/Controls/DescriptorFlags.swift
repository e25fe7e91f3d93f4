// SPDX-License-Identifier: Apache-2.0

extension LDAPControl {
    /// Of `nTSecurityDescriptor` only the list of who may do what, which needs no more than READ_CONTROL ([MS-ADTS]
    /// 3.1.1.3.4.1.11): SEQUENCE { INTEGER DACL_SECURITY_INFORMATION }.
    public static let onlyAccessList = LDAPControl(
        oid: "1.2.840.113556.1.4.801", critical: true, value: [0x30, 0x03, 0x02, 0x01, 0x04])
}
