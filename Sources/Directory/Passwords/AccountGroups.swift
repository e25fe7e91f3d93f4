// SPDX-License-Identifier: Apache-2.0
import LDAP
import PasswordPolicy

/// The groups that settings objects may be for and somebody is in: directly, through other such groups, and by the primary
/// group, which `memberOf` leaves out.
///
/// These are global security groups ([MS-ADTS] 3.1.1.4.5.36); to Samba, security groups of every scope.
struct AccountGroups {
    let connection: LDAPConnection
    let domain: DN
    let algorithm: DirectoryAlgorithm

    /// - Returns: the groups, and those of which not even that can be read whether they are such groups.
    func groups(of user: PolicyUser) async throws -> (read: [DN], unread: [DN]) {
        var queue = user.memberOf
        if let primary = try await primaryGroup(of: user) { queue.append(primary) }
        // GROUP_TYPE_SECURITY_ENABLED and GROUP_TYPE_ACCOUNT_GROUP ([MS-ADTS] 2.2.12).
        let wanted: UInt32 = algorithm == .samba ? 0x8000_0000 : 0x8000_0002
        var reached = Set<DN>()
        var groups: (read: [DN], unread: [DN]) = ([], [])
        while let text = queue.popLast() {
            guard let dn = try? DN(parsing: text), reached.insert(dn).inserted else { continue }
            let entry = try await connection.read(.text(text), attributes: ["groupType", "memberOf"])
            guard let entry, let kind = entry.string("groupType").flatMap({ Int32($0) }) else {
                groups.unread.append(dn)
                continue
            }
            guard UInt32(bitPattern: kind) & wanted == wanted else { continue }
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
