// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import LDAP

/// A connection on whose way everything vanishes, so that nothing is acknowledged, and one that is never made.
@Suite(.tags(.server), .requiresSlapd, .requiresNetworks) struct `A wire that is cut` {
    /// A keepalive that gives up after three seconds.
    private static let quick = LDAPConfiguration.KeepAlive(idleSeconds: 1, probes: 2, intervalSeconds: 1)

    /// Connects over a wire, runs `body`, and measures how long it goes on failing.
    private static func broken(
        operationSeconds: Double, keepAlive: LDAPConfiguration.KeepAlive?,
        _ body: @Sendable (LDAPConnection, Wire) async throws -> Void
    ) async throws -> (duration: Duration, error: LDAPError?) {
        try await Slapd.with { server in
            try await Wire.with { wire in
                try await FaultProxy.with(to: "127.0.0.1", port: server.port, at: wire.listening()) { proxy in
                    let configuration = LDAPConfiguration(
                        url: LDAPURL(scheme: .ldap, host: Wire.farAddress, port: Int(proxy.port)), transport: .clear,
                        timeouts: .init(connectSeconds: 5, bindSeconds: 5, operationSeconds: operationSeconds),
                        keepAlive: keepAlive, allowsPasswordInClear: true)
                    // A connection is where its thread is.
                    let connection = try wire.atNearEnd {
                        try LDAPConnection(configuration, verification: .chain(trustFile: ""))
                    }
                    let (duration, error) = await timeToThrow {
                        try await connection.use {
                            try await $0.leaveNearEnd(of: wire)
                            try await body($0, wire)
                        }
                    }
                    return (duration, error as? LDAPError)
                }
            }
        }
    }

    private static func read(_ connection: LDAPConnection) async throws {
        _ = try await connection.read(.rootDSE, attributes: ["namingContexts"])
    }

    @Test func `during a search ends it at the time limit`() async throws {
        let (duration, error) = try await Self.broken(operationSeconds: 1, keepAlive: Self.quick) { connection, wire in
            try await Self.read(connection)
            try await wire.cut()
            try await Self.read(connection)
        }
        #expect(error?.code == .timeout && error?.operation == .search, "\(String(describing: error))")
        #expect((.seconds(1)...(.seconds(10))).contains(duration), "\(duration)")
    }

    @Test("during a search is found by the kernel, which is told for how long to send again", arguments: [true, false])
    func unacknowledged(isTold: Bool) async throws {
        let keepAlive = isTold ? Self.quick : nil
        let (duration, error) = try await Self.broken(operationSeconds: 8, keepAlive: keepAlive) { connection, wire in
            try await Self.read(connection)
            try await wire.cut()
            try await Self.read(connection)
        }
        #expect(error?.code == (isTold ? .serverDown : .timeout), "\(String(describing: error))")
        #expect((.seconds(isTold ? 2 : 8)...(.seconds(isTold ? 8 : 20))).contains(duration), "\(duration)")
    }

    @Test func `while nothing is sent is found by keepalive`() async throws {
        let (duration, error) = try await Self.broken(operationSeconds: 30, keepAlive: Self.quick) { connection, wire in
            try await Self.read(connection)
            try await wire.cut()
            try await connection.waitInVain()
        }
        #expect(error?.code == .serverDown, "\(String(describing: error))")
        #expect((.seconds(2)...(.seconds(20))).contains(duration), "\(duration)")
    }

    @Test func `before the connection is made leaves its SYN unanswered until the time is over`() async throws {
        let (_, never) = try await Self.broken(operationSeconds: 1, keepAlive: Self.quick) { _, _ in }
        #expect(never == nil)
        try await Wire.with { wire in
            try await wire.cut()
            let configuration = LDAPConfiguration(
                url: LDAPURL(scheme: .ldap, host: Wire.farAddress, port: 389), transport: .clear,
                timeouts: .init(connectSeconds: 1), allowsPasswordInClear: true)
            let connection = try wire.atNearEnd {
                try LDAPConnection(configuration, verification: .chain(trustFile: ""))
            }
            let (duration, error) = await timeToThrow { try await connection.use { _ in } }
            #expect((error as? LDAPError)?.operation == .connect, "\(String(describing: error))")
            #expect((error as? LDAPError)?.code == .timeout, "\(String(describing: error))")
            #expect((.seconds(0.9)...(.seconds(10))).contains(duration), "\(duration)")
        }
    }
}

extension LDAPConnection {
    /// The socket stays.
    fileprivate func leaveNearEnd(of wire: Wire) throws { try wire.leaveNearEnd() }

    /// Waits for a message that never comes, and sends nothing.
    fileprivate func waitInVain() throws {
        while try messageIfAny(to: 4711, milliseconds: 100) == nil {}
    }
}
