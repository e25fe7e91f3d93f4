// SPDX-License-Identifier: Apache-2.0
import LDAP

/// A password settings object (PSO) as far as it matters which one is in force.
struct PasswordSettings: Sendable {
    static let attributes = ["objectGUID", "cn", "msDS-PasswordSettingsPrecedence", "msDS-PSOAppliesTo"]

    var guid: ObjectGUID
    var dn: String
    var name: String
    var precedence: Int
    /// The users and global groups that it is for.
    var appliesTo: [DN]

    init(guid: ObjectGUID, dn: String, name: String, precedence: Int, appliesTo: [DN]) {
        self.guid = guid
        self.dn = dn
        self.name = name
        self.precedence = precedence
        self.appliesTo = appliesTo
    }

    /// `nil` when it may not be read: then all there is is its name.
    init?(entry: LDAPEntry) {
        guard let guid = ObjectGUID(bytes: entry.first("objectGUID") ?? []),
            let precedence = entry.string("msDS-PasswordSettingsPrecedence").flatMap({ Int($0) })
        else { return nil }
        self.init(
            guid: guid, dn: entry.dn, name: entry.string("cn") ?? entry.dn, precedence: precedence,
            appliesTo: (entry.strings("msDS-PSOAppliesTo") ?? []).compactMap { try? DN(parsing: $0) })
    }

    /// Which one is in force ([MS-ADTS] 3.1.1.4.5.36): one for the user beats all for the groups; among them the lowest
    /// precedence, and of equal ones the smallest GUID.
    static func inForce(among settings: [PasswordSettings], user: DN, groups: [DN]) -> PasswordSettings? {
        let direct = settings.filter { $0.appliesTo.contains(user) }
        let groups = Set(groups)
        let candidates = direct.isEmpty ? settings.filter { !groups.isDisjoint(with: $0.appliesTo) } : direct
        // GUIDs by the bytes as the directory sends them, as Samba does it.
        return candidates.min { a, b in (a.precedence, a.guid) < (b.precedence, b.guid) }
    }
}
