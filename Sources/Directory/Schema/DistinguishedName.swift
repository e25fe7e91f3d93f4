// SPDX-License-Identifier: Apache-2.0
import LDAP

/// A DN to be compared with others as directories compare them (RFC 4514), not as text: `CN=a\\+b, DC=X` is `cn=A\\2Bb,dc=x`.
public struct DistinguishedName: Sendable {
    private let dn: DN

    /// Fails on a text that is no DN.
    public init?(_ text: String) {
        guard let dn = try? DN(parsing: text) else { return nil }
        self.dn = dn
    }

    public func isSame(as text: String) -> Bool { (try? DN(parsing: text)) == dn }
}
