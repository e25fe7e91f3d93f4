// SPDX-License-Identifier: Apache-2.0
import Synchronization
import Testing

@testable import LDAP

/// What Active Directory does and Samba does not: breaking off, and everything that may go wrong with it.
@Suite struct `A DirSync search` {
    private static func read(
        chunkSize: Int = 2, answer: @escaping @Sendable (ScriptedLDAPServer.Search) -> [[UInt8]]
    ) async throws -> (names: [String], chunks: [Int], cookie: [UInt8]?) {
        try await ScriptedLDAPServer.with(answer: answer) { server in
            try await LDAPConnection.withConnection(server.configuration) { connection in
                var (names, chunks): ([String], [Int]) = ([], [])
                var cookie: [UInt8]?
                var search = DirSyncSearch(
                    base: .text("DC=x"), filter: .present("cn"), attributes: ["cn"], flags: .objectSecurity,
                    cookie: [7], chunkSize: chunkSize)
                while let (chunk, rest) = try await connection.next(of: search) {
                    names += chunk.entries.compactMap { $0.string("cn") }
                    chunks.append(chunk.entries.count)
                    if let last = chunk.cookie { cookie = last }
                    search = rest
                }
                return (names, chunks, cookie)
            }
        }
    }

    @Test func `goes on where the server broke off, until it has no more`() async throws {
        let (names, _, cookie) = try await Self.read { search in
            switch search.cookie {
            case [7]:
                [
                    ScriptedLDAPServer.entry(search, "a"), ScriptedLDAPServer.entry(search, "b"),
                    ScriptedLDAPServer.entry(search, "c"), ScriptedLDAPServer.done(search, dirSync: (1, [8])),
                ]
            case [8]: [ScriptedLDAPServer.done(search, dirSync: (1, [9]))]
            case [9]: [ScriptedLDAPServer.entry(search, "d"), ScriptedLDAPServer.done(search, dirSync: (0, [10]))]
            default: [ScriptedLDAPServer.done(search, code: 53)]
            }
        }
        #expect(names == ["a", "b", "c", "d"] && cookie == [10])
    }

    @Test func `hands over no more than a chunk at once, and the cookie with the last`() async throws {
        let (names, chunks, cookie) = try await Self.read { search in
            (0..<5).map { ScriptedLDAPServer.entry(search, "\($0)") }
                + [ScriptedLDAPServer.done(search, dirSync: (0, [8]))]
        }
        #expect(names.count == 5 && chunks == [2, 2, 1] && cookie == [8])
    }

    @Test(arguments: [12, 53, 50, 1] as [UInt8])
    func `that is refused, at once or midway, is an error with the server's code`(code: UInt8) async throws {
        for first in [true, false] {
            let error = await #expect(throws: LDAPError.self) {
                _ = try await Self.read { search in
                    if search.cookie == [7], !first {
                        return [
                            ScriptedLDAPServer.entry(search, "a"), ScriptedLDAPServer.done(search, dirSync: (1, [8])),
                        ]
                    }
                    return [ScriptedLDAPServer.done(search, code: code)]
                }
            }
            #expect(error?.code == LDAPResultCode(rawValue: Int32(code)))
        }
    }

    @Test func `whose answer has no cookie, or that goes round in circles, is an error`() async throws {
        let missing = await #expect(throws: LDAPError.self) {
            _ = try await Self.read { [ScriptedLDAPServer.entry($0, "a"), ScriptedLDAPServer.done($0)] }
        }
        #expect(missing?.code == .controlNotFound)
        let circles = await #expect(throws: LDAPError.self) {
            _ = try await Self.read { [ScriptedLDAPServer.done($0, dirSync: (1, [7]))] }
        }
        #expect(circles?.code == .clientLoop)
    }

    /// A server may have any number of references; the connection's owner would wait for ever, and be taken for alive.
    @Test func `is heard of at an entry and at its end, and not at references`() async throws {
        let heard = Mutex(0)
        try await ScriptedLDAPServer.with { search in
            (0..<9).map { _ in ScriptedLDAPServer.reference(search) }
                + [ScriptedLDAPServer.entry(search, "a"), ScriptedLDAPServer.done(search, dirSync: (0, [8]))]
        } _: { server in
            try await LDAPConnection.withConnection(server.configuration) { connection in
                await connection.whenHeard { heard.withLock { $0 += 1 } }
                let search = DirSyncSearch(
                    base: .text("DC=x"), filter: .present("cn"), attributes: ["cn"], flags: .objectSecurity, cookie: [7]
                )
                let next = try #require(try await connection.next(of: search))
                #expect(next.chunk.entries.count == 1 && next.chunk.cookie == [8])
            }
        }
        #expect(heard.withLock { $0 } == 2)
    }

    @Test func `that falls silent midway ends at the timeout and not early`() async throws {
        let error = await #expect(throws: LDAPError.self) {
            _ = try await Self.read { [ScriptedLDAPServer.entry($0, "a")] }
        }
        #expect(error?.code == .timeout)
    }
}
