// SPDX-License-Identifier: Apache-2.0
import LDAP

extension ActiveDirectory {
    /// The entry of an account by the name that it binds with.
    /// - Parameter name: a UPN, `DOMAIN\name`, a DN or a principal.
    /// - Returns: `nil` where nobody, or more than one, can be meant.
    func accountEntry(_ name: String, attributes: [String]) async throws -> LDAPEntry? {
        if name.contains("="), let dn = try? DN(parsing: name) {
            return try await connection.read(.dn(dn), attributes: attributes)
        }
        // An account has its name at the domain also where nobody wrote it down as its UPN ([MS-ADTS] 5.1.1.1.1).
        let account = name.split(separator: "\\").last.map(String.init) ?? name
        let short = account.split(separator: "@").first.map(String.init) ?? account
        let found = try await connection.search(
            base: .dn(domain), scope: .subtree,
            filter: .and([
                .equal("objectClass", "user"),
                .or([.equal("userPrincipalName", account), .equal("sAMAccountName", short)]),
            ]), attributes: attributes + ["userPrincipalName"])
        return found.first { $0.string("userPrincipalName")?.lowercased() == account.lowercased() }
            ?? (found.count == 1 ? found.first : nil)
    }
}
