// SPDX-License-Identifier: Apache-2.0
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import LDAP

/// Each in a process of its own: where Kerberos looks is in the environment.
@Suite(.tags(.server), .requiresSamba, .requiresKerberos) struct `Binds with a Kerberos ticket` {
    private static let password = "Lab-only 4711"

    /// Ana has a ticket, and the domain controller's address is a name of its service.
    private static func withTicket(
        _ body: (SambaDomainController, KerberosEnvironment) async throws -> Void
    ) async throws {
        try await SambaDomainController.with { controller in
            try await controller.addServiceName()
            try await controller.addUser("ana", password: password)
            let environment = try controller.kerberos()
            try await controller.kinit("ana", password: password, environment)
            try await body(controller, environment)
        }
    }

    @Test func `are as whom the ticket is for, over TLS and StartTLS`() async throws {
        try await Self.withTicket { controller, environment in
            await #expect(processExitsWith: .success) {
                [environment = environment as KerberosEnvironment] in
                environment.apply()
                let said = Mutex<[String]>([])
                for transport in [LDAPConfiguration.Transport.tls, .startTLS] {
                    var configuration = try environment.configuration()
                    configuration.transport = transport
                    if transport == .startTLS {
                        configuration.url.scheme = .ldap
                        configuration.url.port = 389
                    }
                    try await LDAPConnection.withConnection(configuration) { connection in
                        try await connection.bindWithTicket()
                        await #expect(connection.boundName == "ana@CORP.EXAMPLE.COM")
                        // An anonymous one would see nothing.
                        let found = try await SearchTrace.$receive.withValue({ line in said.withLock { $0 += [line] } })
                        {
                            try await connection.search(
                                base: .text("DC=corp,DC=example,DC=com"), scope: .subtree,
                                filter: .equal("sAMAccountName", "ana"),
                                attributes: ["cn"])
                        }
                        #expect(found.count == 1)
                    }
                }
                #expect(said.withLock { $0.count { $0.contains(" -Y GSSAPI ") && !$0.contains("-W") } } == 2)
            }
        }
    }

    @Test func `in clear text are refused here`() async throws {
        try await Slapd.with { server in
            try await LDAPConnection.withConnection(try server.configuration()) { connection in
                let error = await #expect(throws: LDAPError.self) { try await connection.bindWithTicket() }
                #expect(error?.code == .paramError && error?.operation == .ticketBind)
            }
        }
    }

    @Test func `say why there is no ticket`() async throws {
        try await Self.withTicket { controller, environment in
            let expired = try controller.kerberos()
            try await controller.kinit("ana", password: Self.password, seconds: 1, expired)
            // Nobody is there; the ticket for tickets is, but none for the service.
            var away = try controller.kerberos(port: 1)
            away.cacheFile = environment.cacheFile
            try await Task.sleep(for: .milliseconds(1500))
            await #expect(processExitsWith: .success) {
                [
                    none = try controller.kerberos() as KerberosEnvironment,
                    expired = expired as KerberosEnvironment, away = away as KerberosEnvironment,
                ] in
                for (environment, reason) in [
                    (none, .noTicket), (expired, .expired), (away, .noKDC),
                ] as [(KerberosEnvironment, TicketReason)] {
                    environment.apply()
                    let error = await ticketFailure(try environment.configuration())
                    #expect(error?.ticketReason == reason, "\(error.debugDescription)")
                    #expect(error?.operation == .ticketBind)
                }
            }
            await #expect(processExitsWith: .success) { [environment = environment as KerberosEnvironment] in
                environment.apply()
                unsafe setenv("SASL_PATH", "/nowhere", 1)
                let error = await ticketFailure(try environment.configuration())
                #expect(error?.ticketReason == .noMechanism, "\(error.debugDescription)")
            }
        }
    }

    @Test func `wait for a KDC that says nothing only until the timeout, or until cancellation`() async throws {
        try await Self.withTicket { controller, environment in
            try await FaultProxy.with(to: controller.address, port: 88, fault: .stall(afterServerBytes: 0)) { proxy in
                var silent = try controller.kerberos(kdc: "127.0.0.1", port: proxy.port)
                silent.cacheFile = environment.cacheFile
                await #expect(processExitsWith: .success) { [silent = silent as KerberosEnvironment] in
                    silent.apply()
                    var configuration = try silent.configuration()
                    configuration.timeouts.bindSeconds = 0.5
                    let start = ContinuousClock.now
                    let error = await ticketFailure(configuration)
                    #expect(error?.code == .timeout, "\(error.debugDescription)")
                    #expect(start.duration(to: .now) < .seconds(10))
                    configuration.timeouts.bindSeconds = 60
                    let patient = configuration
                    let task = Task { await ticketFailure(patient) }
                    try await Task.sleep(for: .milliseconds(200))
                    task.cancel()
                    let cancelled = await task.value
                    #expect(cancelled == nil)
                }
                #expect(proxy.connections > 0)
            }
        }
    }
}

extension KerberosEnvironment {
    func configuration() throws -> LDAPConfiguration {
        LDAPConfiguration(url: try LDAPURL(parsing: url), transport: .tls, trust: .file(caFile))
    }
}

/// How a bind with a ticket fails; `nil` when it does not, or is cancelled.
private func ticketFailure(_ configuration: LDAPConfiguration) async -> LDAPError? {
    do {
        try await LDAPConnection.withConnection(configuration) { try await $0.bindWithTicket() }
    } catch {
        return error as? LDAPError
    }
    return nil
}
