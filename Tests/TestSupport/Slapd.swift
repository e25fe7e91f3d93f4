// SPDX-License-Identifier: Apache-2.0
import Foundation
import Subprocess
import Synchronization

/// A private OpenLDAP server on free loopback ports, for the length of ``with(people:ldif:certificate:settings:_:)``.
///
/// Its tree is `dc=example,dc=org` with `ou=people` in it. Up in about 0.1 s.
public struct Slapd: Sendable {
    /// The suffix.
    public let baseDN = "dc=example,dc=org"
    /// May read and write everything, without limits.
    public let adminDN = "cn=admin,dc=example,dc=org"
    public let adminPassword = "correct horse"
    /// `ldap://127.0.0.1:…`, also for StartTLS when there is a certificate.
    public let url: String
    /// `ldaps://127.0.0.1:…`
    public let tlsURL: String
    public let port: UInt16
    public let tlsPort: UInt16
    /// Private to this server; deleted at the end.
    public let directory: String
    /// To send signals to.
    public let processIdentifier: Int32

    /// Starts a server, hands it to `body`, and ends it, also when `body` throws or is cancelled.
    ///
    /// - Parameter people: that many entries `cn=person 1,ou=people,…`, with a mail address and a description.
    /// - Parameter ldif: further entries, in LDIF.
    /// - Parameter certificate: `nil` for a server without TLS.
    /// - Parameter settings: further lines of the database's section in slapd.conf(5).
    /// - Parameter globalSettings: the same, before the database.
    /// - Throws: ``LabFailure`` when it does not answer within 10 s; what `body` throws.
    public static func with<Result: Sendable>(
        people: Int = 0, ldif: String = "", certificate: TestAuthority.ServerCertificateFiles? = nil,
        settings: [String] = [], globalSettings: [String] = [], _ body: (Slapd) async throws -> Result
    ) async throws -> Result {
        let directory = NSTemporaryDirectory() + "workmail-sync-slapd-" + UUID().uuidString.prefix(8)
        try FileManager.default.createDirectory(atPath: directory + "/db", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let tls = certificate.map {
            ["TLSCertificateFile \($0.certificateFile)", "TLSCertificateKeyFile \($0.keyFile)"]
        }
        let configuration = Self.configuration(
            directory: directory, global: (tls ?? []) + globalSettings, database: settings)
        try Data(configuration.utf8).write(to: URL(filePath: directory + "/slapd.conf"))
        try await finished(
            "env", ["/usr/sbin/slapadd", "-q", "-f", directory + "/slapd.conf"], input: Self.tree(people: people) + ldif
        )

        let (port, tlsPort) = (Self.unusedPort(), Self.unusedPort())
        let urls = ["ldap://127.0.0.1:\(port)/"] + (tls == nil ? [] : ["ldaps://127.0.0.1:\(tlsPort)/"])
        // By way of `env`, which becomes slapd: /usr/sbin is not in everybody's PATH.
        let ended = try await run(
            .name("env"),
            arguments: [
                "/usr/sbin/slapd", "-d", "0", "-f", directory + "/slapd.conf", "-h", urls.joined(separator: " "),
            ],
            input: .none, output: .discarded, error: .discarded
        ) { execution in
            let server = Slapd(
                url: "ldap://127.0.0.1:\(port)", tlsURL: "ldaps://127.0.0.1:\(tlsPort)", port: port, tlsPort: tlsPort,
                directory: directory, processIdentifier: Int32(execution.processIdentifier.value))
            // At once and hard: nothing of it is kept, and a frozen server hears nothing else.
            defer { server.kill() }
            try await server.waitUntilItAnswers()
            return try await body(server)
        }
        return ended.closureResult
    }

    /// Ends the server with SIGKILL: what a crash looks like to a client.
    public func kill() { _ = Foundation.kill(processIdentifier, SIGKILL) }

    /// Makes the server silent without closing a connection, as a hung one is; the kernel still accepts new
    /// connections.
    public func freeze() { _ = Foundation.kill(processIdentifier, SIGSTOP) }

    /// Ends ``freeze()``.
    public func thaw() { _ = Foundation.kill(processIdentifier, SIGCONT) }

    private func waitUntilItAnswers() async throws {
        for _ in 0..<500 {
            if let connection = IPv4Socket.connected(to: "127.0.0.1", port: port) {
                connection.close()
                return
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw LabFailure(command: "slapd", message: "no answer on \(url)")
    }

    /// A port below those that the system hands out (`ip_local_port_range` begins at 32768), and another every time. One
    /// that was merely free a moment ago may be somebody else's by now, and the test would talk to the wrong server.
    private static func unusedPort() -> UInt16 {
        let number = used.add(1, ordering: .relaxed).newValue
        return UInt16(20_000 + (Int(getpid()) * 61 + number) % 12_000)
    }

    private static let used = Atomic<Int>(0)

    private static func configuration(directory: String, global: [String], database: [String]) -> String {
        let lines =
            [
                "include /etc/ldap/schema/core.schema", "include /etc/ldap/schema/cosine.schema",
                "include /etc/ldap/schema/inetorgperson.schema", "modulepath /usr/lib/ldap", "moduleload back_mdb",
            ] + global + [
                "database mdb", "suffix dc=example,dc=org", "rootdn cn=admin,dc=example,dc=org",
                "rootpw \"correct horse\"", "directory \(directory)/db", "maxsize 268435456", "dbnosync",
            ] + database
        return lines.joined(separator: "\n") + "\n"
    }

    private static func tree(people: Int) -> String {
        var ldif = """
            dn: dc=example,dc=org
            objectClass: organization
            objectClass: dcObject
            o: Example
            dc: example

            dn: ou=people,dc=example,dc=org
            objectClass: organizationalUnit
            ou: people


            """
        for number in 0..<people {
            ldif += """
                dn: cn=person \(number),ou=people,dc=example,dc=org
                objectClass: inetOrgPerson
                cn: person \(number)
                sn: \(number)
                mail: person\(number)@example.org
                description: \(String(repeating: "text ", count: 20))


                """
        }
        return ldif
    }
}
