// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import LDAP

/// What Active Directory does and Samba does not: breaking off, and everything that may go wrong with it.
@Suite struct `A DirSync search` {
    private static func read(
        chunkSize: Int = 2, answer: @escaping @Sendable (ScriptedServer.Search) -> [[UInt8]]
    ) async throws -> (names: [String], chunks: [Int], cookie: [UInt8]?) {
        try await ScriptedServer.with(answer: answer) { configuration in
            try await LDAPConnection.withConnection(configuration) { connection in
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
                    ScriptedServer.entry(search, "a"), ScriptedServer.entry(search, "b"),
                    ScriptedServer.entry(search, "c"), ScriptedServer.done(search, dirSync: (1, [8])),
                ]
            case [8]: [ScriptedServer.done(search, dirSync: (1, [9]))]
            case [9]: [ScriptedServer.entry(search, "d"), ScriptedServer.done(search, dirSync: (0, [10]))]
            default: [ScriptedServer.done(search, code: 53)]
            }
        }
        #expect(names == ["a", "b", "c", "d"] && cookie == [10])
    }

    @Test func `hands over no more than a chunk at once, and the cookie with the last`() async throws {
        let (names, chunks, cookie) = try await Self.read { search in
            (0..<5).map { ScriptedServer.entry(search, "\($0)") }
                + [ScriptedServer.done(search, dirSync: (0, [8]))]
        }
        #expect(names.count == 5 && chunks == [2, 2, 1] && cookie == [8])
    }

    @Test(arguments: [12, 53, 50, 1] as [UInt8])
    func `that is refused, at once or midway, is an error with the server's code`(code: UInt8) async throws {
        for first in [true, false] {
            let error = await #expect(throws: LDAPError.self) {
                _ = try await Self.read { search in
                    if search.cookie == [7], !first {
                        return [ScriptedServer.entry(search, "a"), ScriptedServer.done(search, dirSync: (1, [8]))]
                    }
                    return [ScriptedServer.done(search, code: code)]
                }
            }
            #expect(error?.code == LDAPResultCode(rawValue: Int32(code)))
        }
    }

    @Test func `whose answer has no cookie, or that goes round in circles, is an error`() async throws {
        let missing = await #expect(throws: LDAPError.self) {
            _ = try await Self.read { [ScriptedServer.entry($0, "a"), ScriptedServer.done($0)] }
        }
        #expect(missing?.code == .controlNotFound)
        let circles = await #expect(throws: LDAPError.self) {
            _ = try await Self.read { [ScriptedServer.done($0, dirSync: (1, [7]))] }
        }
        #expect(circles?.code == .clientLoop)
    }

    @Test func `that falls silent midway ends at the timeout and not early`() async throws {
        let error = await #expect(throws: LDAPError.self) {
            _ = try await Self.read { [ScriptedServer.entry($0, "a")] }
        }
        #expect(error?.code == .timeout)
    }
}
