// SPDX-License-Identifier: Apache-2.0
import Foundation
import LDAP
import TestSupport
import Testing

@Suite(.tags(.server), .requiresSlapd, .serialized) struct Waiting {
    private static let soon = Duration.seconds(3)

    /// A port where connections are taken by the kernel and nobody ever answers.
    private func withSilentServer<T: Sendable>(_ body: (Int) async throws -> T) async throws -> T {
        try await Slapd.with { server in
            server.freeze()
            // The signal is not there at once, and until then it answers.
            try await Task.sleep(for: .milliseconds(50))
            return try await body(Int(server.port))
        }
    }

    private func configuration(_ port: Int, _ transport: LDAPConfiguration.Transport) -> LDAPConfiguration {
        LDAPConfiguration(
            url: LDAPURL(scheme: transport == .tls ? .ldaps : .ldap, host: "127.0.0.1", port: port),
            transport: transport,
            trust: .systemStore, timeouts: .init(connectSeconds: 0.5, bindSeconds: 0.5, operationSeconds: 0.5),
            allowsPasswordInClear: true)
    }

    @Test(
        arguments: [
            (.tls, .handshake), (.startTLS, .startTLS), (.clear, .bind),
        ] as [(LDAPConfiguration.Transport, LDAPError.Operation)])
    func `for a server that accepts and then says nothing ends at the timeout`(
        transport: LDAPConfiguration.Transport, operation: LDAPError.Operation
    ) async throws {
        try await withSilentServer { port in
            let isSoon = try await isBelow(.seconds(3)) {
                let (duration, error) = await timeToThrow {
                    try await LDAPConnection.withConnection(configuration(port, transport)) { connection in
                        try await connection.bind(as: "cn=x", password: Secret("y"))
                    }
                }
                #expect((error as? LDAPError)?.code == .timeout)
                #expect((error as? LDAPError)?.operation == operation)
                #expect(duration >= .milliseconds(450))
                return duration
            }
            #expect(isSoon)
        }
    }

    /// The beginning of a TLS record of 16,128 bytes, and of an LDAP message of 2 GB.
    @Test(
        arguments: [
            (.tls, [0x16, 0x03, 0x03, 0x3F, 0x00]), (.clear, [0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF]),
        ] as [(LDAPConfiguration.Transport, [UInt8])])
    func `for a server that never comes to an end ends at the timeout`(
        transport: LDAPConfiguration.Transport, beginning: [UInt8]
    ) async throws {
        try await DrippingServer.with(beginning: beginning) { port in
            let isSoon = try await isBelow(.seconds(3)) {
                let (duration, error) = await timeToThrow {
                    try await LDAPConnection.withConnection(configuration(port, transport)) { connection in
                        try await connection.bind(as: "cn=x", password: Secret("y"))
                    }
                }
                #expect(error is LDAPError)
                return duration
            }
            #expect(isSoon)
        }
    }

    @Test(arguments: [LDAPConfiguration.Transport.tls, .startTLS, .clear])
    func `for a server that says nothing ends soon after cancellation, twelve times at once`(
        transport: LDAPConfiguration.Transport
    ) async throws {
        // Not the system's authorities: twelve times to load these takes longer than what is measured.
        let authority = try await TestAuthority()
        defer { authority.remove() }
        try await withSilentServer { port in
            var configuration = configuration(port, transport)
            configuration.trust = .file(authority.caFile)
            configuration.timeouts = .init()
            let fixed = configuration
            let isSoon = try await isBelow(Self.soon) {
                try await withThrowingTaskGroup(of: (any Error)?.self) { group in
                    for _ in 0..<12 {
                        group.addTask {
                            await timeToThrow {
                                try await LDAPConnection.withConnection(fixed) { connection in
                                    try await connection.bind(as: "cn=x", password: Secret("y"))
                                }
                            }.error
                        }
                    }
                    try await Task.sleep(for: .milliseconds(300))
                    let start = ContinuousClock.now
                    group.cancelAll()
                    for try await error in group { #expect(error is CancellationError) }
                    return start.duration(to: .now)
                }
            }
            #expect(isSoon)
        }
    }

    @Test func `for a page ends soon after cancellation, and at the timeout`() async throws {
        try await Slapd.with(people: 300) { server in
            try await server.withAdmin(timeouts: .init(operationSeconds: 2)) { connection in
                let pages = connection.pages(
                    base: .text(server.baseDN), scope: .subtree, filter: .present("cn"), attributes: ["cn"],
                    pageSize: 100)
                let isInTime = try await isBelow(.seconds(4)) {
                    server.freeze()
                    defer { server.thaw() }
                    let (duration, error) = await timeToThrow { for try await _ in pages {} }
                    #expect((error as? LDAPError)?.code == .timeout)
                    return duration
                }
                #expect(isInTime)

                let isSoon = try await isBelow(Self.soon) {
                    server.freeze()
                    defer { server.thaw() }
                    let task = Task { for try await _ in pages {} }
                    try await Task.sleep(for: .milliseconds(200))
                    let start = ContinuousClock.now
                    task.cancel()
                    await #expect(throws: CancellationError.self) { try await task.value }
                    return start.duration(to: .now)
                }
                #expect(isSoon)
                // Abandoned, not broken.
                _ = try await connection.rootDSE(attributes: ["namingContexts"])
            }
        }
    }

    @Test func `for a connection nobody accepts ends at the timeout`() async throws {
        // TEST-NET-1 (RFC 5737): nobody has it. Without a route it is refused at once, which is as good.
        var configuration = configuration(389, .clear)
        configuration.url.host = "192.0.2.1"
        let fixed = configuration
        let (duration, error) = await timeToThrow { try await LDAPConnection.withConnection(fixed) { _ in } }
        #expect((error as? LDAPError)?.operation == .connect)
        #expect(duration < .seconds(10), "\(duration)")
    }

    @Test func `is not done for a port that is closed or a name that is none`() async throws {
        var configuration = configuration(1, .clear)
        for (host, operation) in [("127.0.0.1", LDAPError.Operation.connect), ("no-such-host.invalid", .resolve)] {
            configuration.url.host = host
            configuration.timeouts = .init(connectSeconds: 20)
            let fixed = configuration
            let (_, error) = await timeToThrow { try await LDAPConnection.withConnection(fixed) { _ in } }
            #expect((error as? LDAPError)?.operation == operation)
            #expect((error as? LDAPError)?.code == .serverDown)
        }
    }

    @Test func `of fifty connections leaves no thread and no descriptor behind`() async throws {
        try await Slapd.with(people: 10) { server in
            func connectOnce() async throws {
                try await server.withAdmin { connection in
                    _ = try await connection.rootDSE(attributes: ["namingContexts"])
                }
            }
            for _ in 0..<50 { try await connectOnce() }
            // Threads of other tests come and go, so only ours are counted.
            try await Task.sleep(for: .milliseconds(100))
            #expect(try Self.threads(named: "ldap 127.0.0.1") < 30)
            #expect(try Self.sockets(toPort: server.port) == 0)
        }
    }

    private static func threads(named name: String) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count {
            (try? String(contentsOfFile: "/proc/self/task/\($0)/comm", encoding: .utf8))?.hasPrefix(name) == true
        }
    }

    /// From the kernel's table: remote address in hexadecimal, state 01 is ESTABLISHED, 08 CLOSE_WAIT.
    private static func sockets(toPort port: UInt16) throws -> Int {
        let remote = "0100007F:" + String(format: "%04X", port)
        return try String(contentsOfFile: "/proc/self/net/tcp", encoding: .utf8).split(separator: "\n").count { line in
            let fields = line.split(separator: " ")
            return fields.count > 3 && fields[2] == remote && ["01", "08"].contains(fields[3])
        }
    }
}
