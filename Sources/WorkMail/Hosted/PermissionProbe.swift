// SPDX-License-Identifier: Apache-2.0
import AWS
import Foundation
import PasswordPolicy

/// Finds out which operations the agent may not call, by calling them about somebody who does not exist: whoever may not
/// gets AccessDeniedException, whoever may is told that there is nobody. Nothing can be changed that way.
public struct PermissionProbe: Sendable {
    let organization: HostedOrganization

    public init(_ organization: HostedOrganization) { self.organization = organization }

    /// The operations that are refused, by name, with the service's words. Those that create, and those that delete for
    /// good, are not tried.
    /// - Throws: when the service is not to be had.
    public func refused() async throws -> [(operation: String, message: String)] {
        let nobody = EntityID(UUID().uuidString.lowercased())
        var refused: [(operation: String, message: String)] = []
        let organization = organization
        var domain = "example.com"
        do { domain = try await organization.mailDomains().first?.name ?? domain } catch let refusal
            as MailOrganizationError
            where refusal.code.isAccessDenied
        { refused.append((refusal.operation, refusal.message)) }
        let address = try EmailAddress("workmail-sync-probe-\(nobody.value.prefix(8))@\(domain)")
        let probes: [@Sendable () async throws -> Void] = [
            { _ = try await organization.describeOrganization() },
            { _ = try await organization.describeUser(nobody) },
            { _ = try await organization.describeGroup(nobody) },
            { _ = try await organization.describeEntity(address) },
            { _ = try await organization.mailboxDetails(nobody) },
            { _ = try await organization.listAliases(nobody) },
            { _ = try await organization.listMailboxPermissions(nobody) },
            { _ = try await organization.listMobileDeviceAccessOverrides(nobody) },
            { _ = try await organization.listGroups(nil, limit: 1, after: nil) },
            { _ = try await organization.listGroupMembers(nobody, limit: 1, after: nil) },
            { _ = try await organization.listGroupsForEntity(nobody) },
            { _ = try await organization.listUsers(nil, limit: 1, after: nil) },
            { _ = try await organization.listMailboxExportJobs() },
            { _ = try await organization.describeMailboxExportJob(nobody.value) },
            { try await organization.registerToWorkMail(nobody, email: address) },
            { try await organization.deregisterFromWorkMail(nobody) },
            { try await organization.updatePrimaryEmailAddress(nobody, email: address) },
            { try await organization.createAlias(nobody, alias: address) },
            { try await organization.deleteAlias(nobody, alias: address) },
            { try await organization.updateUser(nobody, profile: MailProfile()) },
            { try await organization.updateMailboxQuota(nobody, megabytes: 1) },
            { try await organization.putMailboxPermissions(nobody, grantee: nobody, values: [.sendAs]) },
            { try await organization.deleteMailboxPermissions(nobody, grantee: nobody) },
            {
                try await organization.putMobileDeviceAccessOverride(
                    nobody, deviceID: "PROBE", effect: .deny, description: nil)
            },
            { try await organization.deleteMobileDeviceAccessOverride(nobody, deviceID: "PROBE") },
            {
                let password = Password(utf8: Array("Aa1!\(UUID().uuidString.lowercased())".utf8))
                try await organization.resetPassword(nobody, password: password)
            },
        ]
        for probe in probes {
            do { try await probe() } catch let refusal as MailOrganizationError {
                if refusal.code.isAccessDenied { refused.append((refusal.operation, refusal.message)) }
            }
        }
        return refused
    }
}

extension MailOrganizationError.Code {
    /// The caller's policy does not allow it.
    public var isAccessDenied: Bool { rawValue == "AccessDeniedException" || rawValue == "AccessDenied" }
}
