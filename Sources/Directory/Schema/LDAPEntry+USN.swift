// SPDX-License-Identifier: Apache-2.0
import LDAP

extension LDAPEntry {
    /// The number that the domain controller which was asked gave the object's last change; `nil` where it was not asked for, or
    /// may not be read ([MS-ADA3] 2.283).
    var uSNChanged: Int64? { string("uSNChanged").flatMap { Int64($0) } }
}
