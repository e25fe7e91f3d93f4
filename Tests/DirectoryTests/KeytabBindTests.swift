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

        func domain(_ url: String, _ protection: DirectoryConfiguration.Protection) async throws -> String {
            kerberos.apply()
            let configuration = try DirectoryConfiguration(
                controllers: .urls([url]), protection: protection,
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

    @Test func `binds over TLS, StartTLS and sealed without TLS; another key is refused until the file has it`()
        async throws
    {
        try await SambaDomainController.with { controller in
            try await controller.addServiceName()
            let keytab = controller.directory + "/svc.keytab"
            try await controller.tool("domain", "exportkeytab", keytab, "--principal=svc-workmail")
            let lab = Lab(kerberos: try controller.kerberos(), keytab: keytab, address: controller.address)
            await #expect(processExitsWith: .success) { [lab = lab as Lab] in
                let plain = "ldap://\(lab.address)"
                for (url, protection) in [(lab.kerberos.url, .tls), (plain, .startTLS), (plain, .clearText)]
                    as [(String, DirectoryConfiguration.Protection)]
                {
                    let name = try await lab.domain(url, protection)
                    #expect(name == "svc-workmail@CORP.EXAMPLE.COM", "\(url) \(protection)")
                }
                // No ticket was left where others look.
                #expect(!FileManager.default.fileExists(atPath: lab.kerberos.cacheFile))
            }

            try await controller.tool("user", "setpassword", "svc-workmail", "--newpassword=Lab-other 4711")
            await #expect(processExitsWith: .success) { [lab = lab as Lab] in
                let error = await #expect(throws: LDAPError.self) { try await lab.domain(lab.kerberos.url, .tls) }
                #expect(error?.operation == .ticketBind, "\(String(describing: error))")
            }
            try FileManager.default.removeItem(atPath: keytab)
            try await controller.tool("domain", "exportkeytab", keytab, "--principal=svc-workmail")
            await #expect(processExitsWith: .success) { [lab = lab as Lab] in
                _ = try await lab.domain(lab.kerberos.url, .tls)
            }
        }
    }
}
