// SPDX-License-Identifier: Apache-2.0
import Foundation
import LDAP
import TestSupport
import Testing

@testable import Directory

/// The environment belongs to the whole process, so each of these is a process of its own.
@Suite(.tags(.server), .requiresSamba, .requiresKerberos) struct `A service account with a keytab` {
    private struct Lab: Codable, Sendable {
        var kerberos: KerberosEnvironment
        var keytab: String
        var address: String

        func domain(_ urls: String..., protection: DirectoryConfiguration.Protection) async throws -> String {
            kerberos.apply()
            let configuration = try DirectoryConfiguration(
                controllers: .urls(urls), protection: protection,
                caFile: protection == .clearText ? nil : kerberos.caFile,
                identity: .keytab(file: keytab, principal: "svc-workmail@CORP.EXAMPLE.COM"), pageSize: 100,
                connectSeconds: 5, bindSeconds: 5, operationSeconds: 5)
            return try await ActiveDirectory.connect(configuration) { directory in
                var count = 0
                let scope = try await directory.resolve(ScopeDefinition(), pins: [])
                _ = try await directory.readEverybody(in: scope) { count += $0.users.count }
                guard count > 0 else { throw DirectoryFailure.notADirectory }
                return await directory.connection.boundName
            }
        }
    }

    @Test func `binds over TLS, StartTLS and sealed without TLS; with another key than the domain has it is refused`()
        async throws
    {
        try await SambaDomainController.with { controller in
            try await controller.addServiceName()
            let keytab = controller.directory + "/svc.keytab"
            try await controller.exportKeytab(to: keytab)
            let lab = Lab(kerberos: try controller.kerberos(), keytab: keytab, address: controller.address)
            await #expect(processExitsWith: .success) { [lab = lab as Lab] in
                let plain = "ldap://\(lab.address)"
                for (url, protection) in [(lab.kerberos.url, .tls), (plain, .startTLS), (plain, .clearText)]
                    as [(String, DirectoryConfiguration.Protection)]
                {
                    let name = try await lab.domain(url, protection: protection)
                    #expect(name == "svc-workmail@CORP.EXAMPLE.COM", "\(url) \(protection)")
                }
                // No ticket was left where others look.
                #expect(!FileManager.default.fileExists(atPath: lab.kerberos.cacheFile))
            }

            try await controller.tool("user", "setpassword", "svc-workmail", "--newpassword=Lab-other 4711")
            // And no other domain controller is tried: at the KDC each try counts towards locking the account.
            try await FaultProxy.with(to: controller.address) { proxy in
                let other = "ldaps://127.0.0.1:\(proxy.port)"
                await #expect(processExitsWith: .success) { [lab = lab as Lab, other = other as String] in
                    let error = await #expect(throws: LDAPError.self) {
                        try await lab.domain(lab.kerberos.url, other, protection: .tls)
                    }
                    #expect(error?.operation == .ticket, "\(String(describing: error))")
                    #expect(error.flatMap { DirectoryTrouble($0) }?.isRefusal == true, "\(error.debugDescription)")
                }
                #expect(proxy.connections == 0)
            }
            try await controller.exportKeytab(to: keytab)
            await #expect(processExitsWith: .success) { [lab = lab as Lab] in
                _ = try await lab.domain(lab.kerberos.url, protection: .tls)
            }
        }
    }
}
