// SPDX-License-Identifier: Apache-2.0
import Foundation
import Synchronization

@testable import LDAP
@testable import TestSupport

/// An LDAP server that says what a test wants it to, for what no server that runs here does. In clear text.
final class ScriptedLDAPServer: Sendable {
    /// A search as it was asked.
    struct Search {
        var id: [UInt8]
        /// What the DirSync control brought; `nil` without one.
        var cookie: [UInt8]?
        /// The server's own.
        var port: UInt16
    }

    /// How to reach it.
    let configuration: LDAPConfiguration
    private let accepted = Atomic<Int>(0)

    /// How many connections were made.
    var connections: Int { accepted.load(ordering: .acquiring) }

    /// - Parameter answer: the messages that answer a search, from ``entry(_:_:)`` and ``done(_:code:control:)``.
    static func with<Result>(
        answer: @escaping @Sendable (Search) -> [[UInt8]], _ body: (ScriptedLDAPServer) async throws -> Result
    ) async throws -> Result {
        let (listener, port) = try IPv4Socket.listening()
        let server = ScriptedLDAPServer(port)
        Thread.detachNewThread {
            while let client = listener.accepted() {
                server.accepted.add(1, ordering: .releasing)
                Thread.detachNewThread {
                    serve(client, port, answer)
                    client.close()
                }
            }
            // Here and nowhere else: the number of a closed socket soon belongs to somebody else's.
            listener.close()
        }
        defer { listener.hangUp() }
        return try await body(server)
    }

    private init(_ port: UInt16) {
        configuration = LDAPConfiguration(
            url: LDAPURL(scheme: .ldap, host: "127.0.0.1", port: Int(port)), transport: .clear, trust: .systemStore,
            timeouts: .init(connectSeconds: 5, bindSeconds: 5, operationSeconds: 2), allowsPasswordInClear: true)
    }

    private static func serve(_ client: IPv4Socket, _ port: UInt16, _ answer: (Search) -> [[UInt8]]) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var bytes: [UInt8] = []
        while true {
            let count = client.receive(into: &buffer)
            if count == 0 { return }
            bytes += buffer[..<count]
            var reader = BERReader(bytes)
            while let content = reader.read(BER.sequence) {
                // Requests here are short, with lengths of one or two bytes.
                bytes.removeFirst(BER.encode(BER.sequence, Array(content)).count)
                if let search = search(content, port) {
                    for message in answer(search) where !client.send(message[...]) { return }
                }
                reader = BERReader(bytes)
            }
        }
    }

    private static func search(_ content: ArraySlice<UInt8>, _ port: UInt16) -> Search? {
        var message = BERReader(content)
        guard let id = message.read(BER.integer), message.read(0x63) != nil else { return nil }
        var search = Search(id: Array(id), port: port)
        if let controls = message.read(0xA0) {
            var list = BERReader(controls)
            while let control = list.read(BER.sequence) {
                var parts = BERReader(control)
                guard parts.read(BER.octetString).map(Array.init) == Array(DirSync.oid.utf8) else { continue }
                _ = parts.read(0x01)
                var outer = BERReader(parts.read(BER.octetString) ?? [])
                var value = BERReader(outer.read(BER.sequence) ?? [])
                _ = (value.readInteger(), value.readInteger())
                search.cookie = value.read(BER.octetString).map(Array.init)
            }
        }
        return search
    }

    static func entry(_ search: Search, _ name: String) -> [UInt8] {
        let values = BER.encode(0x31, BER.encode(BER.octetString, Array(name.utf8)))
        let attribute = BER.encode(BER.sequence, BER.encode(BER.octetString, Array("cn".utf8)) + values)
        let dn = BER.encode(BER.octetString, Array("CN=\(name)".utf8))
        return message(search, BER.encode(0x64, dn + BER.encode(BER.sequence, attribute)))
    }

    static func reference(_ search: Search) -> [UInt8] {
        message(search, BER.encode(0x73, BER.encode(BER.octetString, Array("ldap://elsewhere.example.net/".utf8))))
    }

    /// The end of an answer.
    /// - Parameter dirSync: whether there is more, and the cookie.
    static func done(_ search: Search, code: UInt8 = 0, dirSync: (more: Int32, cookie: [UInt8])? = nil) -> [UInt8] {
        let empty = BER.encode(BER.octetString, [])
        let result = BER.encode(0x65, BER.encode(0x0A, [code]) + empty + empty)
        guard let (more, cookie) = dirSync else { return message(search, result) }
        let value = BER.encode(
            BER.sequence,
            BER.encode(integer: more) + BER.encode(integer: 0) + BER.encode(BER.octetString, cookie))
        let control = BER.encode(BER.octetString, Array(DirSync.oid.utf8)) + BER.encode(BER.octetString, value)
        return message(search, result + BER.encode(0xA0, BER.encode(BER.sequence, control)))
    }

    private static func message(_ search: Search, _ content: [UInt8]) -> [UInt8] {
        BER.encode(BER.sequence, BER.encode(BER.integer, search.id) + content)
    }
}
