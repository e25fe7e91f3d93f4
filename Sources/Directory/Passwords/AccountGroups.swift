// SPDX-License-Identifier: Apache-2.0
import LDAP

/// The global security groups that somebody is in: directly, through other global groups, and by the primary group, which
/// `memberOf` leaves out. Settings objects are for these only ([MS-ADTS] 3.1.1.4.5.36).
struct AccountGroups {
    let connection: LDAPConnection
    let domain: DN

    /// - Returns: the groups, and those of which not even that can be read whether they are such groups.
    func groups(of user: PolicyUser) async throws -> (read: [DN], unread: [DN]) {
        var queue = user.memberOf
        if let primary = try await primaryGroup(of: user) { queue.append(primary) }
        var reached = Set<DN>()
        var groups: (read: [DN], unread: [DN]) = ([], [])
        while let text = queue.popLast() {
            guard let dn = try? DN(parsing: text), reached.insert(dn).inserted else { continue }
            let entry = try await connection.read(.text(text), attributes: ["groupType", "memberOf"])
            guard let entry, let kind = entry.string("groupType").flatMap({ Int32($0) }) else {
                groups.unread.append(dn)
                continue
            }
            // GROUP_TYPE_ACCOUNT_GROUP and GROUP_TYPE_SECURITY_ENABLED ([MS-ADTS] 2.2.12).
            guard UInt32(bitPattern: kind) & 0x8000_0002 == 0x8000_0002 else { continue }
            groups.read.append(dn)
            queue += entry.strings("memberOf") ?? []
        }
        return groups
    }

    private func primaryGroup(of user: PolicyUser) async throws -> String? {
        guard let sid = user.sid, let id = user.primaryGroupID, !sid.subAuthorities.isEmpty else { return nil }
        let text = sid.subAuthorities.dropLast().reduce("S-1-\(sid.authority)") { "\($0)-\($1)" } + "-\(id)"
        return try await connection.search(
            base: .dn(domain), scope: .subtree, filter: .equal("objectSid", text), attributes: ["groupType"]
        ).first?.dn
    }
}
