// SPDX-License-Identifier: Apache-2.0
import Foundation
import Subprocess

/// What a process needs to be somebody to Kerberos, and the domain controller to be it at. The environment belongs to the
/// whole process, so tests apply it in a process of their own: `#expect(processExitsWith: .success) { … }`.
public struct KerberosEnvironment: Sendable, Codable {
    public var url: String
    public var caFile: String
    /// A krb5.conf that knows one domain controller and asks no DNS.
    public var configurationFile: String
    /// A credential cache, there or not.
    public var cacheFile: String

    /// Makes this process's environment this one.
    public func apply() {
        unsafe setenv("KRB5_CONFIG", configurationFile, 1)
        unsafe setenv("KRB5CCNAME", "FILE:" + cacheFile, 1)
    }

    var forChildren: Environment {
        .inherit.updating(["KRB5_CONFIG": configurationFile, "KRB5CCNAME": "FILE:" + cacheFile])
    }
}

extension SambaDomainController {
    /// An environment without a ticket.
    ///
    /// - Parameter kdcPort: on which port of which address the KDC is, the controller's own being 88; for a proxy, or for
    ///   one that does not answer.
    public func kerberos(kdc: String? = nil, port kdcPort: UInt16 = 88) throws -> KerberosEnvironment {
        let name = UUID().uuidString.prefix(8)
        let realm = adminUPN.drop { $0 != "@" }.dropFirst().uppercased()
        let environment = KerberosEnvironment(
            url: url, caFile: caFile,
            configurationFile: "\(directory)/krb5-\(name).conf", cacheFile: "\(directory)/krb5-\(name).cache")
        // TCP only: what a test breaks is a connection.
        try Data(
            """
            [libdefaults]
                default_realm = \(realm)
                dns_lookup_kdc = false
                dns_lookup_realm = false
                dns_canonicalize_hostname = false
                rdns = false
                udp_preference_limit = 1
            [realms]
                \(realm) = {
                    kdc = \(kdc ?? address):\(kdcPort)
                }

            """.utf8
        ).write(to: URL(filePath: environment.configurationFile))
        return environment
    }

    /// Gets a ticket for an account into the environment's cache.
    ///
    /// - Parameter seconds: how long it is good for.
    public func kinit(
        _ account: String, password: String, seconds: Int = 600, _ environment: KerberosEnvironment
    ) async throws {
        let realm = upn(account).uppercased().drop { $0 != "@" }
        try await finished(
            "kinit", ["-l", "\(seconds)s", account + realm], environment: environment.forChildren,
            input: password + "\n")
    }

    /// Makes the controller's address a name of its LDAP service, as its full name is: the only name that a client without
    /// DNS can reach it by.
    /// - Parameter host: another address that leads to it, such as a proxy's.
    public func addServiceName(_ host: String? = nil) async throws {
        try await modify(
            ldif: """
                dn: CN=DC1,OU=Domain Controllers,\(baseDN)
                changetype: modify
                add: servicePrincipalName
                servicePrincipalName: ldap/\(host ?? address)
                -

                """)
    }

    /// Writes the service account's key as it is now, in the place of what the file had.
    public func exportKeytab(to file: String) async throws {
        let new = file + ".new"
        try await tool("domain", "exportkeytab", new, "--principal=svc-workmail")
        try await finished("mv", [new, file])
    }
}
