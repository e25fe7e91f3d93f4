// SPDX-License-Identifier: Apache-2.0
import LDAP
import TestSupport

extension Slapd {
    /// Clear text, as far as a test does not want otherwise.
    func configuration(timeouts: LDAPConfiguration.Timeouts = .init()) throws -> LDAPConfiguration {
        LDAPConfiguration(
            url: try LDAPURL(parsing: url), transport: .clear, timeouts: timeouts, allowsPasswordInClear: true)
    }

    func tlsConfiguration(trusting caFile: String, host: String = "127.0.0.1") -> LDAPConfiguration {
        LDAPConfiguration(
            url: LDAPURL(scheme: .ldaps, host: host, port: Int(tlsPort)), transport: .tls, trust: .file(caFile))
    }

    /// A connection bound as the administrator.
    func withAdmin<T: Sendable>(
        timeouts: LDAPConfiguration.Timeouts = .init(), _ body: (LDAPConnection) async throws -> T
    ) async throws -> T {
        try await LDAPConnection.withConnection(try configuration(timeouts: timeouts)) { connection in
            try await connection.bind(as: adminDN, password: Secret(adminPassword))
            return try await body(connection)
        }
    }
}

/// The time that `body` took to throw, and what.
func timeToThrow(_ body: () async throws -> Void) async -> (duration: Duration, error: (any Error)?) {
    let start = ContinuousClock.now
    do {
        try await body()
        return (start.duration(to: .now), nil)
    } catch {
        return (start.duration(to: .now), error)
    }
}

/// True when `measure` stays below the bound in one of three attempts: the bound is ours, a busy machine's delays are
/// not.
func isBelow(_ bound: Duration, _ measure: () async throws -> Duration) async throws -> Bool {
    for _ in 0..<3 where try await measure() < bound { return true }
    return false
}
