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
