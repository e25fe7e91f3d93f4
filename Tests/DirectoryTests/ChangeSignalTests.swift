// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import LDAP
import Synchronization
import TestSupport
import Testing

@Suite(.tags(.server), .requiresSamba) struct `Signals of change` {
    @Test func `come when something changed, and the connection is usable meanwhile`() async throws {
        try await SambaDomainController.with { controller in
            try await ActiveDirectory.connect(try controller.configuration()) { directory in
                let before = try await directory.highestCommittedUSN()
                let hasCome = Mutex(false)
                async let signal = {
                    let signal = try await directory.changeSignals().first { _ in true }
                    hasCome.withLock { $0 = true }
                    return signal
                }()
                // Of a change that was there before the request Samba does not tell.
                let end = ContinuousClock.now + .seconds(60)
                while !hasCome.withLock({ $0 }), ContinuousClock.now < end {
                    try await controller.addUser("u\(UUID().uuidString.prefix(8))")
                }
                let isTold = hasCome.withLock { $0 }
                try #require(isTold)
                #expect(try await signal == ChangeSignal())
                let again = try await directory.lookedAtAgain()
                #expect((again.server.highestCommittedUSN ?? 0) > (before ?? 0))
            }
        }
    }

    @Test func `are looked for by one request, and that nothing changed costs no more`() async throws {
        try await SambaDomainController.with { controller in
            try await FaultProxy.with(to: controller.address) { proxy in
                try await ActiveDirectory.connect(try controller.configuration(through: proxy)) { directory in
                    let cursor = try #require(try await directory.cursor(by: .dirSync))
                    let start = proxy.bytesFromClient.count
                    for _ in 0..<5 {
                        let again = try await directory.lookedAtAgain()
                        #expect(cursor.verdict(on: again.server) == .upToDate)
                    }
                    let looks = try records(in: proxy.bytesFromClient.dropFirst(start))
                    #expect(looks == 5)
                    for _ in 0..<5 { _ = try await directory.highestCommittedUSN() }
                    let probes = try records(in: proxy.bytesFromClient.dropFirst(start)) - looks
                    #expect(probes == 5)
                }
            }
        }
    }

    /// How many records of TLS these bytes are (RFC 8446 5.1): libldap sends a request as one.
    private func records(in bytes: ArraySlice<UInt8>) throws -> Int {
        var (rest, count) = (bytes, 0)
        while !rest.isEmpty {
            let header = Array(rest.prefix(5))
            try #require(header.count == 5 && header[0] == 23, "application data")
            let length = Int(header[3]) << 8 | Int(header[4])
            try #require(rest.count >= 5 + length)
            rest = rest.dropFirst(5 + length)
            count += 1
        }
        return count
    }

    @Test func `end in an error when the server does, and at once when nobody waits any more`() async throws {
        try await SambaDomainController.with { controller in
            try await ActiveDirectory.connect(try controller.configuration()) { directory in
                let waiting = Task { for try await _ in directory.changeSignals() {} }
                waiting.cancel()
                await #expect(throws: CancellationError.self) { try await waiting.value }
                let ended = Task { for try await _ in directory.changeSignals() {} }
                _ = try await directory.highestCommittedUSN()
                try await controller.kill()
                await #expect(throws: LDAPError.self) { try await ended.value }
            }
        }
    }
}
