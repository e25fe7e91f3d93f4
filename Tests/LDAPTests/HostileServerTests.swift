// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import LDAP

@Suite struct `A hostile server` {
    private func search(_ answer: @escaping @Sendable (ScriptedServer.Search) -> [[UInt8]]) async throws -> LDAPError? {
        try await ScriptedServer.with(answer: answer) { configuration in
            let clock = ContinuousClock.now
            let error = await #expect(throws: LDAPError.self) {
                try await LDAPConnection.withConnection(configuration) { connection in
                    _ = try await connection.read(.rootDSE, attributes: ["cn"])
                }
            }
            #expect(ContinuousClock.now - clock < .seconds(5))
            return error
        }
    }

    @Test(
        "that sends what is no LDAP is left, within the time of one operation",
        arguments: [
            ("a message of 2 GB", [0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF]),
            ("a message of 65 MiB", [0x30, 0x84, 0x04, 0x10, 0x00, 0x00]),
            ("a length of eight bytes", [0x30, 0x88, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]),
            ("an indefinite length", [0x30, 0x80, 0x02, 0x01, 0x01, 0x00, 0x00]),
            ("another tag", [0x04, 0x03, 0x02, 0x01, 0x01]),
            ("HTTP", Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)),
            ("an answer longer than its message", [0x30, 0x06, 0x02, 0x01, 0x02, 0x64, 0x7F, 0x04]),
            ("a message id that is none", [0x30, 0x05, 0x02, 0x00, 0x65, 0x01, 0x00]),
            ("zeros", [UInt8](repeating: 0, count: 4096)),
        ] as [(String, [UInt8])])
    func malformed(what: String, bytes: [UInt8]) async throws {
        let error = try await search { _ in [bytes] }
        #expect(error?.code.isLocal == true, "\(what): \(String(describing: error))")
    }

    @Test func `that refers to itself without end is not followed`() async throws {
        let error = try await search { search in
            let urls = BER.encode(0xA3, BER.encode(BER.octetString, Array("ldap://127.0.0.1/".utf8)))
            let empty = BER.encode(BER.octetString, [])
            let result = BER.encode(0x65, BER.encode(0x0A, [10]) + empty + empty + urls)
            return [BER.encode(BER.sequence, BER.encode(BER.integer, search.id) + result)]
        }
        #expect(error?.code == .referral)
    }
}
