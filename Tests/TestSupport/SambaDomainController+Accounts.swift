// SPDX-License-Identifier: Apache-2.0
public import Directory
import Foundation
public import LDAP

extension SambaDomainController {
    /// How to reach it as the service account, which only reads.
    public func configuration() throws -> DirectoryConfiguration {
        DirectoryConfiguration(
            connection: LDAPConfiguration(
                url: try LDAPURL(parsing: url), transport: .tls, trust: .file(caFile), timeouts: .ofTheLab),
            bindName: serviceUPN, bindPassword: Secret(try bytes(of: servicePasswordFile)))
    }

    /// The same by way of a proxy, and of nothing else.
    public func configuration(through proxy: FaultProxy) throws -> DirectoryConfiguration {
        var configuration = try configuration()
        configuration.connection.url = try LDAPURL(parsing: "ldaps://127.0.0.1:\(proxy.port)")
        configuration.source = .urls([configuration.connection.url])
        configuration.connection.timeouts = .init()
        return configuration
    }

    /// The domain's administrator, who may do everything.
    public func administrator() throws -> AdministratorCredential {
        .password(name: adminUPN, password: AdministratorPassword(try bytes(of: adminPasswordFile)))
    }

    /// `ana` as `ana@corp.example.com`.
    public func upn(_ account: String) -> String { account + adminUPN.drop { $0 != "@" } }

    private func bytes(of file: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: file))) }

    /// A connection bound as the administrator.
    public func withAdministrator<Result: Sendable>(
        _ body: (LDAPConnection) async throws -> Result
    ) async throws -> Result {
        try await LDAPConnection.withConnection(try configuration().connection) { connection in
            try await connection.bind(as: adminUPN, password: Secret(try bytes(of: adminPasswordFile)))
            return try await body(connection)
        }
    }

    /// Adds an ordinary user to `parent` (the domain's `CN=Users`) who may log on with `password`, which has to satisfy
    /// the domain's policy.
    /// - Returns: the objectGUID.
    @discardableResult
    public func addUser(
        _ name: String, password: String? = nil, in parent: String? = nil, _ attributes: [String: String] = [:]
    ) async throws -> ObjectGUID {
        let dn = "CN=\(name),\(parent ?? "CN=Users,\(baseDN)")"
        var lines = ["dn: \(dn)", "changetype: add", "objectClass: user", "sAMAccountName: \(name)"]
        lines += ["userPrincipalName: \(upn(name))"]
        // In quotes and UTF-16 ([MS-ADTS] 3.1.1.3.1.5.1).
        if let password {
            let quoted = Data("\"\(password)\"".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
            lines += ["unicodePwd:: \(quoted.base64EncodedString())", "userAccountControl: 512"]
        }
        for (name, value) in attributes { lines.append("\(name):: \(Data(value.utf8).base64EncodedString())") }
        try await modify(ldif: lines.joined(separator: "\n") + "\n")
        return try await withAdministrator { connection in
            let entry = try await connection.read(.text(dn), attributes: ["objectGUID"])
            guard let guid = ObjectGUID(bytes: entry?.first("objectGUID") ?? []) else {
                throw LabFailure(command: "addUser", message: "no \(dn)")
            }
            return guid
        }
    }

    /// What the directory has of an object, as its administrator reads it; `nil` where the attribute is absent.
    public func value(of attribute: String, at dn: String) async throws -> String? {
        try await withAdministrator { try await $0.read(.text(dn), attributes: [attribute])?.strings(attribute)?.first }
    }

    /// Gives an account the right to write these attributes of everything below an OU: what “delegate control” of the
    /// console does. Nothing else, not even the right to read, is given.
    public func grantWrite(of attributes: [String], below dn: String, to account: String) async throws {
        let aces = try await withAdministrator { connection in
            let trustee = try await connection.search(
                base: .text(baseDN), scope: .subtree, filter: .equal("sAMAccountName", account),
                attributes: ["objectSid"]
            ).first.flatMap { ObjectSID(bytes: $0.first("objectSid") ?? []) }
            var aces = ""
            for attribute in attributes {
                let property = try await connection.search(
                    base: .text("CN=Schema,CN=Configuration,\(baseDN)"), scope: .oneLevel,
                    filter: .equal("lDAPDisplayName", attribute), attributes: ["schemaIDGUID"]
                ).first.flatMap { ObjectGUID(bytes: $0.first("schemaIDGUID") ?? []) }
                guard let trustee, let property else {
                    throw LabFailure(command: "grantWrite", message: "no \(account) or \(attribute)")
                }
                aces += "(OA;CI;WP;\(property);;\(trustee))"
            }
            return aces
        }
        try await tool("dsacl", "set", "--objectdn=\(dn)", "--sddl=\(aces)", "-H", directory + "/private/sam.ldb")
    }
}

extension LDAPConfiguration.Timeouts {
    /// For what has to succeed on a machine that is busy with all the tests, or stands still for a moment. Nothing that is
    /// about a limit uses it.
    public static let ofTheLab = Self(connectSeconds: 30, bindSeconds: 60, operationSeconds: 120)
}
