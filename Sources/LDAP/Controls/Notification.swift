// SPDX-License-Identifier: Apache-2.0

extension LDAPControl {
    /// LDAP_SERVER_NOTIFICATION_OID ([MS-ADTS] 3.1.1.3.4.1.9): the search does not end, and returns entries when they
    /// change. The filter must be one of presence; a connection may have five of them.
    public static let notification = LDAPControl(oid: notificationOID, critical: true)

    static let notificationOID = "1.2.840.113556.1.4.528"
}
