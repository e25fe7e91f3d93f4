// SPDX-License-Identifier: Apache-2.0
public import Foundation
import LDAP

/// What on the way to the directory ends on a known day.
public enum DirectoryExpiries {
    /// A domain controller's certificate.
    public struct Certificate: Hashable, Sendable {
        /// Such as `dc1.corp.example.com:636`.
        public var server: String
        public var ends: Date

        public init(server: String, ends: Date) {
            self.server = server
            self.ends = ends
        }
    }

    /// Those of all domain controllers that may be asked, also of the ones that are not asked now: the day on which one is
    /// needed is no day to learn that its certificate has expired. Whoever does not answer is left out. Nothing is verified and
    /// no name or password sent; none over clear text.
    public static func certificates(_ configuration: DirectoryConfiguration) async throws -> [Certificate] {
        guard configuration.connection.transport != .clear else { return [] }
        var generator = SystemRandomNumberGenerator()
        var found: [Certificate] = []
        for candidate in try await configuration.candidates(using: &generator) {
            var connection = configuration.connection
            connection.url = candidate.url
            do {
                let certificate = try await ServerCertificate.fetch(from: connection)
                let server = "\(candidate.url.host):\(candidate.url.port)"
                found.append(Certificate(server: server, ends: certificate.notAfter))
            } catch { try Task.checkCancellation() }
        }
        return found
    }
}

extension ActiveDirectory {
    /// When the password of the account that is bound ends (`msDS-UserPasswordExpiryTimeComputed`, [MS-ADTS] 3.1.1.4.5.23,
    /// which knows of every policy and of accounts whose password never ends).
    /// - Parameter name: as it was bound: a UPN, `DOMAIN\name`, a DN or a principal.
    /// - Returns: `nil` where it cannot be found out.
    public func passwordExpiry(ofAccount name: String) async throws -> AccountExpiry? {
        let attribute = "msDS-UserPasswordExpiryTimeComputed"
        return try await accountEntry(name, attributes: [attribute])?.string(attribute)
            .flatMap(AccountExpiry.init(ldapValue:))
    }
}
