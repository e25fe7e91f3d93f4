// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import LDAP

@Suite struct `A hostile server` {
    private func search(
        _ answer: @escaping @Sendable (ScriptedLDAPServer.Search) -> [[UInt8]]
    ) async throws -> (error: LDAPError?, connections: Int) {
        try await ScriptedLDAPServer.with(answer: answer) { server in
            let clock = ContinuousClock.now
            let error = await #expect(throws: LDAPError.self) {
                try await LDAPConnection.withConnection(server.configuration) { connection in
                    _ = try await connection.read(.rootDSE, attributes: ["cn"])
                }
            }
            #expect(ContinuousClock.now - clock < .seconds(15))
            return (error, server.connections)
        }
    }

    @Test(
        "that sends what is no LDAP is left, within the time of one operation",
        arguments: [
            ("a length of eight bytes", [0x30, 0x88, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]),
            ("an indefinite length", [0x30, 0x80, 0x02, 0x01, 0x01, 0x00, 0x00]),
            ("another tag", [0x04, 0x03, 0x02, 0x01, 0x01]),
            ("HTTP", Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)),
            ("an answer longer than its message", [0x30, 0x06, 0x02, 0x01, 0x02, 0x64, 0x7F, 0x04]),
            ("a message id that is none", [0x30, 0x05, 0x02, 0x00, 0x65, 0x01, 0x00]),
            ("zeros", [UInt8](repeating: 0, count: 4096)),
        ] as [(String, [UInt8])])
    func malformed(what: String, bytes: [UInt8]) async throws {
        let (error, _) = try await search { _ in [bytes] }
        #expect(error?.code.isLocal == true, "\(what): \(String(describing: error))")
    }

    /// The head of a message, and silence. One that is too large is refused at its length, and nothing is waited for.
    @Test(
        "that announces more than 64 MiB is left at once, and one that announces less is waited for",
        arguments: [
            ("2 GB", [0x7F, 0xFF, 0xFF, 0xFF], false), ("65 MiB", [0x04, 0x10, 0x00, 0x00], false),
            ("63 MiB", [0x03, 0xF0, 0x00, 0x00], true),
        ] as [(String, [UInt8], Bool)])
    func announced(size: String, length: [UInt8], isAwaited: Bool) async throws {
        let (error, _) = try await search { _ in [[0x30, 0x84] + length] }
        #expect(error?.code.isLocal == true, "\(String(describing: error))")
        #expect((error?.code == .timeout) == isAwaited, "\(size): \(String(describing: error))")
    }

    /// As Active Directory answers for a GUID that it does not hold ([MS-ADTS] 3.1.1.4.6).
    @Test func `that refers for a GUID elsewhere has nobody of that GUID, and of a DN that is an error`() async throws {
        try await ScriptedLDAPServer.with(answer: { [ScriptedLDAPServer.done($0, code: 10)] }) { server in
            try await LDAPConnection.withConnection(server.configuration) { connection in
                let guid = [UInt8](repeating: 7, count: 16)
                #expect(try await connection.read(.guid(guid), attributes: ["cn"]) == nil)
                do {
                    _ = try await connection.read(.text("DC=elsewhere"), attributes: ["cn"])
                    Issue.record("a referral is an answer")
                } catch let error as LDAPError {
                    #expect(error.code == .referral)
                }
            }
        }
    }

    @Test("that ends a search for notifications has not merely nothing to say", arguments: [0, 11, 53] as [UInt8])
    func endedNotifications(code: UInt8) async throws {
        try await ScriptedLDAPServer.with(answer: { [ScriptedLDAPServer.done($0, code: code)] }) { server in
            let error = await #expect(throws: LDAPError.self) {
                try await LDAPConnection.withConnection(server.configuration) { connection in
                    for try await _ in connection.notifications(base: .text("DC=x"), attributes: ["cn"]) {}
                }
            }
            #expect(error?.code == (code == 0 ? .unavailable : code == 11 ? .adminLimitExceeded : .unwillingToPerform))
        }
    }

    @Test func `that refers to itself without end is not followed`() async throws {
        let (error, connections) = try await search { search in
            let urls = BER.encode(
                0xA3, BER.encode(BER.octetString, Array("ldap://127.0.0.1:\(search.port)/".utf8)))
            let empty = BER.encode(BER.octetString, [])
            let result = BER.encode(0x65, BER.encode(0x0A, [10]) + empty + empty + urls)
            return [BER.encode(BER.sequence, BER.encode(BER.integer, search.id) + result)]
        }
        #expect(error?.code == .referral)
        #expect(connections == 1)
    }
}
