// SPDX-License-Identifier: Apache-2.0
import LDAP
import PasswordPolicy

/// A user as far as it matters which password policy is theirs.
struct PolicyUser {
    /// `msDS-ResultantPSO` is constructed and comes only when it is asked for by name.
    static let attributes = [
        "objectClass", "sAMAccountName", "displayName", "userPrincipalName", "userAccountControl", "objectSid",
        "primaryGroupID", "memberOf", "msDS-ResultantPSO", "msDS-PSOApplied", "msDS-SecondaryKrbTgtNumber",
    ]

    let entry: LDAPEntry

    var dn: String { entry.dn }
    var subject: PasswordSubject? {
        entry.string("sAMAccountName").map {
            PasswordSubject(
                sAMAccountName: $0, displayName: entry.string("displayName"),
                userPrincipalName: entry.string("userPrincipalName"))
        }
    }
    var resultantSettings: String? { entry.string("msDS-ResultantPSO") }
    /// The settings objects that name the user itself, as far as it may be read.
    var directSettings: [String] { entry.strings("msDS-PSOApplied") ?? [] }
    var memberOf: [String] { entry.strings("memberOf") ?? [] }
    var sid: ObjectSID? { ObjectSID(bytes: entry.first("objectSid") ?? []) }
    var primaryGroupID: UInt32? { entry.string("primaryGroupID").flatMap { UInt32($0) } }

    /// Whether the account may have an empty password, of which Active Directory then asks nothing at all ([MS-SAMR]
    /// 3.1.1.7.2); Samba asks all the same.
    var needsNoPassword: Bool {
        let control = entry.string("userAccountControl").flatMap { UserAccountControl(ldapValue: $0) }
        return control?.contains(.passwordNotRequired) ?? false
    }

    /// Settings objects are for ordinary users only: not for computers, nor for Kerberos' own accounts ([MS-ADTS]
    /// 3.1.1.4.5.36).
    var mayHaveSettings: Bool {
        let control = entry.string("userAccountControl").flatMap { UserAccountControl(ldapValue: $0) }
        // One that cannot be read is taken for an ordinary account's: the other settings may be stricter.
        let isNormal = control?.contains(.normalAccount) ?? true
        let isKerberos = sid?.relativeID == 502 || entry.contains("msDS-SecondaryKrbTgtNumber")
        return isNormal && !isKerberos
    }
}
