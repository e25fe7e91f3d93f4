// SPDX-License-Identifier: Apache-2.0
public import Directory
import Foundation
import LDAP

extension SambaDomainController {
    /// How to reach it as the administrator, for reading what ordinary accounts may not.
    public func administratorConfiguration() throws -> DirectoryConfiguration {
        var configuration = try configuration()
        configuration.bindName = adminUPN
        configuration.bindPassword = Secret(Array(try Data(contentsOf: URL(filePath: adminPasswordFile))))
        return configuration
    }

    /// Adds a password settings object (PSO).
    ///
    /// - Parameter appliesTo: DNs of users and groups.
    /// - Returns: its DN.
    @discardableResult
    public func addPasswordSettings(
        _ name: String, precedence: Int, minimumLength: Int = 7, isComplexityRequired: Bool = true,
        appliesTo: [String] = []
    ) async throws -> String {
        let dn = "CN=\(name),CN=Password Settings Container,CN=System,\(baseDN)"
        let lines =
            [
                "dn: \(dn)", "changetype: add", "objectClass: msDS-PasswordSettings",
                "msDS-PasswordSettingsPrecedence: \(precedence)",
                "msDS-MinimumPasswordLength: \(minimumLength)",
                "msDS-PasswordComplexityEnabled: \(isComplexityRequired ? "TRUE" : "FALSE")",
                "msDS-PasswordReversibleEncryptionEnabled: FALSE", "msDS-PasswordHistoryLength: 24",
                "msDS-MinimumPasswordAge: -864000000000", "msDS-MaximumPasswordAge: -9223372036854775808",
                "msDS-LockoutThreshold: 3", "msDS-LockoutObservationWindow: -18000000000",
                "msDS-LockoutDuration: -9223372036854775808",
            ] + appliesTo.map { "msDS-PSOAppliesTo:: \(Data($0.utf8).base64EncodedString())" }
        try await modify(ldif: lines.joined(separator: "\n") + "\n")
        return dn
    }

    /// Adds a group: by `groupType` a global security group unless told otherwise ([MS-ADTS] 2.2.12).
    ///
    /// - Returns: its DN.
    @discardableResult
    public func addGroup(_ name: String, type: Int32 = -2_147_483_646, members: [String] = []) async throws -> String {
        let dn = "CN=\(name),CN=Users,\(baseDN)"
        let lines =
            ["dn: \(dn)", "changetype: add", "objectClass: group", "sAMAccountName: \(name)", "groupType: \(type)"]
            + members.map { "member:: \(Data($0.utf8).base64EncodedString())" }
        try await modify(ldif: lines.joined(separator: "\n") + "\n")
        return dn
    }
}

extension SambaDomainController {
    /// Gives an account the right to reset the passwords of everybody below an OU, to have them changed at the next logon,
    /// and to unlock them: the extended right User-Force-Change-Password ([MS-ADTS] 5.1.3.2.1) and two attributes.
    public func grantPasswordReset(below dn: String, to account: String) async throws {
        try await grantWrite(of: ["pwdLastSet", "lockoutTime"], below: dn, to: account)
        try await addAccess("OA;CI;CR;00299570-246d-11d0-a768-00aa006e0529;", for: account, at: dn)
    }

    /// Keeps an account from reading an attribute of an object.
    /// - Parameters:
    ///   - attribute: the name of its schema's entry, such as `USN-Changed`.
    ///   - isInherited: whether of all below the object, too.
    public func hide(_ attribute: String, from account: String, at dn: String, isInherited: Bool = false) async throws {
        let guid = try await withAdministrator { connection in
            try await connection.read(
                .text("CN=\(attribute),CN=Schema,CN=Configuration,\(baseDN)"), attributes: ["schemaIDGUID"]
            ).flatMap { ObjectGUID(bytes: $0.first("schemaIDGUID") ?? []) }
        }
        guard let guid else { throw LabFailure(command: "hide", message: "no \(attribute)") }
        try await addAccess("OD;\(isInherited ? "CI" : "");RP;\(guid);", for: account, at: dn)
    }

    /// Adds an entry to an object's access list, as in SDDL and without the account: `D;;RP;;`.
    public func addAccess(_ entry: String, for account: String, at dn: String) async throws {
        let sid = try await withAdministrator { connection in
            let found = try await connection.search(
                base: .text(baseDN), scope: .subtree, filter: .equal("sAMAccountName", account),
                attributes: ["objectSid"]
            ).first
            guard let sid = ObjectSID(bytes: found?.first("objectSid") ?? []) else {
                throw LabFailure(command: "addAccess", message: "no \(account)")
            }
            return sid
        }
        try await tool(
            "dsacl", "set", "--objectdn=\(dn)", "--sddl=(\(entry);\(sid))", "-H", directory + "/private/sam.ldb")
    }

    /// Whether somebody may sign in with a password.
    public func accepts(_ password: String, of account: String) async throws -> Bool {
        do {
            try await LDAPConnection.withConnection(try configuration().connection) { connection in
                try await connection.bind(as: upn(account), password: Secret(password))
            }
            return true
        } catch LDAPResultCode.invalidCredentials {
            return false
        }
    }
}
