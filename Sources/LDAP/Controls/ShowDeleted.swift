// SPDX-License-Identifier: Apache-2.0

extension LDAPControl {
    /// LDAP_SERVER_SHOW_DELETED_OID ([MS-ADTS] 3.1.1.3.4.1.14): a search also returns tombstones and deleted-objects.
    public static let showDeleted = LDAPControl(oid: "1.2.840.113556.1.4.417", critical: true)
}
