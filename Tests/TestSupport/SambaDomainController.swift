// SPDX-License-Identifier: Apache-2.0
public import Directory
import Foundation
import Subprocess

/// A private Samba Active Directory domain controller on a loopback address of its own, made by `Tests/Lab/samba-dc`.
///
/// It exists for the length of ``with(address:people:certificate:_:)`` and is deleted after it; should the test process
/// die, its guard deletes it. About 0.8 s from the cached domain, 5 s more the first time on a machine.
public struct SambaDomainController: Sendable {
    /// Who is in the domain besides the accounts that every domain has; see `Tests/Lab/people`.
    public enum People: Sendable {
        case none
        /// 200 people of a company with nested groups, odd names and everything else that makes directories hard.
        case demo
        /// That many plain users with 16 attributes in 20 OUs. 1,000 a second the first time, then a copy.
        case bulk(Int)
    }

    /// What the server shows to a client that verifies.
    public enum Certificate: String, Sendable {
        case valid, expired
        /// Signed by the same CA for `elsewhere.example.net`.
        case otherHost = "other-host"
    }

    /// The folder that holds the domain, its keys and its log.
    public let directory: String
    /// For example `127.0.0.11`. The ports are LDAP's own: 389 and 636.
    public let address: String
    /// For example `ldaps://127.0.0.11`.
    public let url: String
    /// The CA, in PEM, that signed the server's certificate for ``address``, `127.0.0.1`, `localhost` and its own name.
    public let caFile: String
    /// `DC=corp,DC=example,DC=com`.
    public let baseDN: String
    public let adminDN: String
    /// `administrator@corp.example.com`.
    public let adminUPN: String
    /// Mode 0600, no newline at the end.
    public let adminPasswordFile: String
    /// `svc-workmail@corp.example.com`: an ordinary user, who may read and nothing else.
    public let serviceUPN: String
    /// Mode 0600, no newline at the end.
    public let servicePasswordFile: String
    /// Samba's log.
    public let logFile: String

    /// Starts a domain controller, hands it to `body`, and deletes it, also when `body` throws or is cancelled.
    ///
    /// - Parameter address: a loopback address, or `nil` for one that no other domain controller on this machine has.
    /// - Throws: ``LabFailure`` with what it is doing when it does not answer within two minutes; what `body` throws.
    public static func with<Result>(
        address: String? = nil, people: People = .none, certificate: Certificate = .valid,
        _ body: (SambaDomainController) async throws -> Result
    ) async throws -> Result {
        try await ServerSlots.shared.with { try await started(address, people, certificate, body: body) }
    }

    /// Two domain controllers of one domain. The second has what the first had when it joined, and then only what
    /// ``replicate(from:)`` brings: the lag is the test's to choose.
    public static func withTwo<Result>(
        people: People = .none, _ body: (SambaDomainController, SambaDomainController) async throws -> Result
    ) async throws -> Result {
        try await ServerSlots.shared.with {
            let isPair = if case .none = people { true } else { false }
            return try await started(nil, people, .valid, isPair: isPair, more: ["--replicating"]) { first in
                let directory = second(of: first.directory)
                do {
                    let start = isPair ? ["start", directory] : ["join", directory, first.directory]
                    let facts = try await lab("samba-dc", start + ["--owner", "\(getpid())"])
                    let result = try await body(first, try SambaDomainController(facts: facts))
                    try await remove(directory)
                    return result
                } catch {
                    try? await remove(directory)
                    throw error
                }
            }
        }
    }

    /// Gets what another domain controller has.
    public func replicate(from other: SambaDomainController) async throws {
        try await Self.lab("samba-dc", ["replicate", directory, other.directory])
    }

    private static func second(of directory: String) -> String { directory + "-second" }

    /// - Parameter isPair: whether it is the first of two as they are right after the second one joined.
    private static func started<Result>(
        _ address: String?, _ people: People, _ certificate: Certificate, isPair: Bool = false, more: [String] = [],
        body: (SambaDomainController) async throws -> Result
    ) async throws -> Result {
        let directory = NSTemporaryDirectory() + "workmail-sync-dc-" + UUID().uuidString.prefix(8)
        let options = ["--owner", "\(getpid())", "--certificate", certificate.rawValue] + more
        do {
            switch people {
            case .none where isPair: try await lab("samba-dc", ["pair", directory, second(of: directory)])
            case .none: break
            case .demo: try await lab("people", ["demo", directory])
            case .bulk(let count): try await lab("people", ["bulk", directory, "\(count)"])
            }
            let facts = try await lab("samba-dc", ["start", directory] + (address.map { [$0] } ?? []) + options)
            let result = try await body(try SambaDomainController(facts: facts))
            try await remove(directory)
            return result
        } catch {
            try? await remove(directory)
            throw error
        }
    }

    /// Applies LDIF change records over LDAPS as the administrator.
    ///
    /// - Parameter controls: for every record, as `-e` of `ldapmodify` has them.
    /// - Throws: ``LabFailure`` with `ldapmodify`'s message; records before the refused one stay applied.
    public func modify(ldif: String, controls: [String] = []) async throws {
        let environment = Environment.inherit.updating(["LDAPCONF": "/dev/null", "LDAPTLS_CACERT": caFile])
        let arguments =
            ["-x", "-H", url, "-D", adminUPN, "-y", adminPasswordFile] + controls.flatMap { ["-e", $0] }
        for attempt in 1... {
            do {
                try await finished("ldapmodify", arguments, environment: environment, input: ldif)
                return
            } catch let failure as LabFailure where attempt < 3 && failure.message.contains("ldap_sasl_bind") {
                // Nothing has been sent yet. On a busy machine Samba now and then drops a connection that it just took.
                continue
            }
        }
    }

    /// Runs `samba-tool` on this domain's database, for example `tool("group", "add", "Staff")`, and returns its output.
    @discardableResult
    public func tool(_ arguments: String...) async throws -> String {
        // `-H` has to follow the subcommand; the configuration names the database as well.
        try await finished("samba-tool", arguments + ["--configfile", directory + "/etc/smb.conf"])
    }

    /// Stops the server, politely, and waits until it is gone; the domain stays for ``start()``.
    public func stop() async throws {
        try await Self.lab("samba-dc", ["stop", directory])
    }

    /// Ends the server and all its processes with SIGKILL: what a crash looks like to a client.
    public func kill() async throws {
        try await Self.lab("samba-dc", ["kill", directory])
    }

    /// Starts the stopped or killed server again, at the same address with the same data.
    public func start() async throws {
        try await Self.lab("samba-dc", ["start", directory, address, "--owner", "\(getpid())"])
    }

    /// Forgets the CA, so that the next start makes another one, and a certificate of it.
    public func forgetAuthority() throws { try FileManager.default.removeItem(atPath: directory + "/tls") }

    private init(facts: String) throws {
        var values: [String: String] = [:]
        for line in facts.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1).map { String($0) }
            if parts.count == 2 { values[parts[0]] = parts[1] }
        }
        func value(_ name: String) throws -> String {
            guard let value = values[name] else { throw LabFailure(command: "samba-dc start", message: "no \(name)=") }
            return value
        }
        directory = try value("directory")
        address = try value("address")
        url = try value("url")
        caFile = try value("ca")
        baseDN = try value("base")
        adminDN = try value("admin_dn")
        adminUPN = try value("admin")
        adminPasswordFile = try value("admin_password_file")
        serviceUPN = try value("service")
        servicePasswordFile = try value("service_password_file")
        logFile = try value("log")
    }

    /// In a task of its own, since a cancelled test has to clean up too.
    private static func remove(_ directory: String) async throws {
        try await Task { _ = try await lab("samba-dc", ["remove", directory]) }.value
    }

    /// Runs a program of `Tests/Lab`, which stands beside this folder in the source tree.
    @discardableResult
    private static func lab(_ name: String, _ arguments: [String]) async throws -> String {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let program = folder.appending(path: "Lab/\(name)").path
        // `env` so that the program's own first line chooses its interpreter.
        return try await finished("env", [program] + arguments)
    }
}

extension SambaDomainController {
    /// Adds `OU=name` below the domain, or below a DN.
    public func addOU(_ name: String, below parent: String? = nil) async throws {
        try await modify(
            ldif: """
                dn: OU=\(name),\(parent ?? baseDN)
                changetype: add
                objectClass: organizationalUnit

                """)
    }

    /// Replaces an attribute of `CN=name,CN=Users`; `nil` removes it.
    public func set(_ attribute: String, of name: String, to value: String?) async throws {
        try await modify(
            ldif: """
                dn: CN=\(name),CN=Users,\(baseDN)
                changetype: modify
                replace: \(attribute)
                \(value.map { "\(attribute): \($0)\n" } ?? "")-

                """)
    }

    /// Brings a deleted object back from its tombstone ([MS-ADTS] 3.1.1.5.3.7.2): the same object, without most of its
    /// attributes.
    ///
    /// - Parameter name: what `CN=` was, without anything to escape.
    public func reanimate(_ name: String, guid: String, to dn: String) async throws {
        let environment = Environment.inherit.updating(["LDAPCONF": "/dev/null", "LDAPTLS_CACERT": caFile])
        // ShowDeleted, critical.
        let arguments = [
            "-x", "-H", url, "-D", adminUPN, "-y", adminPasswordFile, "-e", "!1.2.840.113556.1.4.417",
        ]
        let ldif = """
            dn: CN=\(name)\\0ADEL:\(guid),CN=Deleted Objects,\(baseDN)
            changetype: modify
            delete: isDeleted
            -
            replace: distinguishedName
            distinguishedName: \(dn)
            -

            """
        try await finished("ldapmodify", arguments, environment: environment, input: ldif)
    }

    /// Does what the program proposes to the directory's administrator, as it is printed.
    public func carryOut(_ grant: RightsGrant) async throws {
        guard let ldif = grant.ldif else {
            throw LabFailure(command: "carryOut", message: "no LDIF of “\(grant.right)”")
        }
        try await modify(ldif: ldif.replacing("\nEND", with: "\n"), controls: ["!1.2.840.113556.1.4.417"])
    }

    /// Takes the right to read an object and everything below it from all ordinary accounts.
    public func forbidReading(of dn: String) async throws {
        try await tool(
            "dsacl", "set", "--objectdn=\(dn)", "--sddl=(D;OICI;RPLCLORC;;;AU)", "-H", directory + "/private/sam.ldb")
    }
}
