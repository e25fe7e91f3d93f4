// SPDX-License-Identifier: Apache-2.0
import Foundation
public import Testing

extension Tag {
    /// A test against a real server. The others are pure: no I/O, no waiting.
    @Tag public static var server: Self
}

extension Trait where Self == ConditionTrait {
    /// Runs the test only where a Samba domain controller can be started: Samba's packages and root, for its ports.
    ///
    /// On a developer's machine the test is skipped and says what to install. Where `CI` is set a missing server is a
    /// failure, since a green run would have tested nothing.
    public static var requiresSamba: Self {
        required(
            ["/usr/sbin/samba", "/usr/bin/samba-tool", "/usr/bin/ldapmodify", "/usr/lib/python3/dist-packages/samba"],
            packages: "samba samba-ad-dc samba-ad-provision samba-dsdb-modules samba-vfs-modules python3-samba "
                + "ldap-utils",
            asRoot: true)
    }

    /// Runs the test only where OpenLDAP's `slapd` is installed; see ``requiresSamba`` for what happens elsewhere.
    public static var requiresSlapd: Self {
        required(["/usr/sbin/slapd", "/usr/bin/ldapsearch"], packages: "slapd ldap-utils", asRoot: false)
    }

    /// Runs the test only where a client of Kerberos is installed; see ``requiresSamba`` for what happens elsewhere.
    public static var requiresKerberos: Self {
        required(["/usr/bin/kinit"], packages: "krb5-user libsasl2-modules-gssapi-mit", asRoot: false)
    }

    /// Runs the test only where dnsmasq is installed; see ``requiresSamba`` for what happens elsewhere.
    public static var requiresNameServer: Self {
        required(["/usr/sbin/dnsmasq"], packages: "dnsmasq-base", asRoot: true)
    }

    private static func required(_ paths: [String], packages: String, asRoot: Bool) -> Self {
        let remedy = "apt-get install \(packages)" + (asRoot ? ", and run as root" : "")
        return .enabled(Comment(rawValue: remedy)) {
            let missing = paths.filter { !FileManager.default.fileExists(atPath: $0) }
            let unprivileged = asRoot && geteuid() != 0
            if missing.isEmpty, !unprivileged { return true }
            guard ProcessInfo.processInfo.environment["CI"] == nil else {
                throw MissingServer(missing: missing, remedy: remedy)
            }
            return false
        }
    }
}

/// A server that a test needs is not on this machine, where it has to be.
struct MissingServer: Error, CustomStringConvertible {
    let missing: [String]
    let remedy: String

    var description: String {
        "CI is set and a server is missing (\(missing.joined(separator: ", "))): \(remedy)"
    }
}
