// SPDX-License-Identifier: Apache-2.0
import LDAP

extension LDAPEntry {
    /// Whether it is what is left of the deleted object with this objectGUID.
    ///
    /// `isDeleted` says so, and where it cannot be read, the name: a deletion puts a line feed, `DEL:` and the objectGUID
    /// behind it ([MS-ADTS] 3.1.1.5.5.1.1). Of a tombstone that came by replication, Samba 4.17 shows `isDeleted` to no
    /// ordinary account, also where it shows that of its own: as seen in `FailoverDeletionTests`.
    func isTombstone(of guid: ObjectGUID) -> Bool {
        string("isDeleted") == "TRUE" || dn.lowercased().contains("\\0adel:\(guid),".lowercased())
    }
}
