// SPDX-License-Identifier: Apache-2.0
import LDAP

/// A group of the domain, as far as it can be given something: neither a built-in one nor one that the domain lives by.
public struct DirectoryGroup: Hashable, Sendable {
    public var guid: ObjectGUID
    public var sid: ObjectSID
    public var dn: String
    public var sAMAccountName: String
    public var displayName: String?
    public var mail: String?
    /// Whether it can be named in a permission; otherwise it is a distribution list.
    public var isSecurity: Bool

    public init(
        guid: ObjectGUID, sid: ObjectSID, dn: String, sAMAccountName: String, displayName: String? = nil,
        mail: String? = nil, isSecurity: Bool
    ) {
        self.guid = guid
        self.sid = sid
        self.dn = dn
        self.sAMAccountName = sAMAccountName
        self.displayName = displayName
        self.mail = mail
        self.isSecurity = isSecurity
    }
}

extension DirectoryGroup {
    static let attributes = [
        "objectGUID", "objectSid", "sAMAccountName", "displayName", "mail", "groupType", "isCriticalSystemObject",
    ]

    /// `groupType` ([MS-ADTS] 2.2.12): GROUP_TYPE_BUILTIN_LOCAL_GROUP and GROUP_TYPE_SECURITY_ENABLED.
    private static let (builtIn, securityEnabled): (Int32, Int32) = (0x1, Int32(bitPattern: 0x8000_0000))

    /// Decodes what the server sent; `nil` for a group of the system's own and for the loser of a replication conflict.
    /// What only describes the group and cannot be read counts as absent.
    static func decode(_ entry: LDAPEntry) throws(DirectoryIssue) -> DirectoryGroup? {
        var values = EntryValues(entry)
        guard let guid = ObjectGUID(bytes: values.bytes("objectGUID") ?? []) else {
            throw values.issue("objectGUID", "is missing or not 16 bytes: may the account read it?")
        }
        values.guid = guid
        guard let sid = ObjectSID(bytes: values.bytes("objectSid") ?? []) else {
            throw values.issue("objectSid", "is missing or not a SID")
        }
        guard let name = try values.text("sAMAccountName"), !name.isEmpty else {
            throw values.issue("sAMAccountName", "is missing")
        }
        // Signed decimal text.
        guard let type = try values.text("groupType").flatMap({ Int32($0) }) else {
            throw values.issue("groupType", "is missing or not a number")
        }
        let isCritical = try values.text("isCriticalSystemObject") == "TRUE"
        if isCritical || type & builtIn != 0 || ObjectKind.isConflictName(entry.dn) { return nil }
        return DirectoryGroup(
            guid: guid, sid: sid, dn: entry.dn, sAMAccountName: name, displayName: values.readable("displayName"),
            mail: values.readable("mail"), isSecurity: type & securityEnabled != 0)
    }
}
