// SPDX-License-Identifier: Apache-2.0
import LDAP
import TestSupport
import Testing

@Suite(.tags(.server), .requiresSlapd) struct `Paged searches` {
    private func pages(_ connection: LDAPConnection, size: Int = 500) -> PagedSearch {
        connection.pages(
            base: .text("ou=people,dc=example,dc=org"), scope: .oneLevel,
            filter: .equal("objectClass", "inetOrgPerson"),
            attributes: ["cn", "mail", "description"], pageSize: size)
    }

    @Test(
        arguments: [(2600, 1000, 3), (2600, 1, nil), (2000, 1000, nil), (1, 1000, 1), (0, 1000, 1)]
            as [(Int, Int, Int?)])
    func `return every entry once`(people: Int, size: Int, pageCount: Int?) async throws {
        try await Slapd.with(people: people) { server in
            try await server.withAdmin { connection in
                var names: Set<[UInt8]> = []
                var count = 0
                var pageCount = 0
                for try await page in pages(connection, size: size) {
                    count += page.entries.count
                    pageCount += 1
                    for entry in page.entries { if let name = entry.first("cn") { names.insert(name) } }
                    #expect(page.entries.count <= size)
                }
                #expect(count == people)
                #expect(names.count == people)
                // A server may end with an empty page.
                #expect((people / size...people / size + 1).contains(pageCount))
            }
        }
    }

    @Test func `ask for one page ahead, and for no more`() async throws {
        try await Slapd.with(people: 2000) { server in
            try await FaultProxy.with(to: "127.0.0.1", port: server.port) { proxy in
                var configuration = try server.configuration()
                configuration.url.port = Int(proxy.port)
                try await LDAPConnection.withConnection(configuration) { connection in
                    try await connection.bind(as: server.adminDN, password: Secret(server.adminPassword))
                    // Bytes that have come while the first, the second, … of four pages is worked on.
                    var bytes: [Double] = []
                    for try await page in pages(connection) where !page.entries.isEmpty {
                        try await Task.sleep(for: .milliseconds(300))
                        bytes.append(Double(proxy.bytesFromServer))
                    }
                    let shares = bytes.map { $0 / Double(proxy.bytesFromServer) }
                    try #require(shares.count == 4)
                    #expect(abs(shares[0] - 0.5) < 0.03)
                    #expect(abs(shares[1] - 0.75) < 0.03)
                    #expect(abs(shares[2] - 1) < 0.03)
                }
            }
        }
    }

    @Test func `survive a size limit that an unpaged search does not`() async throws {
        try await Slapd.with(
            people: 700,
            settings: ["limits anonymous size.soft=200 size.hard=200 size.prtotal=unlimited", "access to * by * read"]
        ) { server in
            try await LDAPConnection.withConnection(try server.configuration()) { connection in
                let found = try await connection.search(
                    base: .text(server.baseDN), scope: .subtree, filter: .present("cn"), attributes: ["cn"])
                #expect(found.count == 700)
            }
        }
    }

    @Test func `that meet a limit end in an error and not early`() async throws {
        try await Slapd.with(people: 700, settings: ["limits anonymous size.prtotal=600", "access to * by * read"]) {
            server in
            try await LDAPConnection.withConnection(try server.configuration()) { connection in
                var count = 0
                let error = await #expect(throws: LDAPError.self) {
                    for try await page in pages(connection, size: 100) { count += page.entries.count }
                }
                #expect(error?.code == .sizeLimitExceeded || error?.code == .adminLimitExceeded)
                #expect(count < 700)
            }
        }
    }

    @Test func `whose server dies midway end in an error and not early`() async throws {
        try await Slapd.with(people: 2600) { server in
            try await server.withAdmin { connection in
                var count = 0
                let error = await #expect(throws: LDAPError.self) {
                    for try await page in pages(connection, size: 100) {
                        count += page.entries.count
                        if count == 500 { server.kill() }
                    }
                }
                #expect(error?.code == .serverDown)
                #expect(count < 2600)
                // The connection is not quietly made anew, unbound.
                let next = await #expect(throws: LDAPError.self) {
                    try await connection.rootDSE(attributes: ["namingContexts"])
                }
                #expect(next?.code == .serverDown)
            }
        }
    }

    @Test(arguments: [FaultProxy.Fault.cut(afterServerBytes: 150_001), .stall(afterServerBytes: 150_001)])
    func `whose connection breaks within a message end in an error`(fault: FaultProxy.Fault) async throws {
        let authority = try await TestAuthority()
        defer { authority.remove() }
        try await Slapd.with(people: 2600, certificate: try await authority.issue()) { server in
            try await FaultProxy.with(to: "127.0.0.1", port: server.tlsPort, fault: fault) { proxy in
                var configuration = server.tlsConfiguration(trusting: authority.caFile)
                configuration.url.port = Int(proxy.port)
                configuration.timeouts.operationSeconds = 3
                try await LDAPConnection.withConnection(configuration) { connection in
                    try await connection.bind(as: server.adminDN, password: Secret(server.adminPassword))
                    let error = await #expect(throws: LDAPError.self) {
                        for try await _ in pages(connection, size: 100) {}
                    }
                    #expect(error?.code == (fault == .cut(afterServerBytes: 150_001) ? .serverDown : .timeout))
                }
            }
        }
    }

    @Test func `left early leave the connection usable`() async throws {
        try await Slapd.with(people: 2600) { server in
            try await server.withAdmin { connection in
                for _ in 0..<30 {
                    for try await _ in pages(connection, size: 100) { break }
                }
                var count = 0
                for try await page in pages(connection, size: 100) { count += page.entries.count }
                #expect(count == 2600)
            }
        }
    }

    @Test func `can be open while something else is read`() async throws {
        try await Slapd.with(people: 300) { server in
            try await server.withAdmin { connection in
                var count = 0
                for try await page in pages(connection, size: 50) {
                    for entry in page.entries.prefix(3) {
                        let again = try #require(try await connection.read(.text(entry.dn), attributes: ["cn"]))
                        #expect(again.first("cn") == entry.first("cn"))
                    }
                    count += page.entries.count
                }
                #expect(count == 300)
            }
        }
    }
}
