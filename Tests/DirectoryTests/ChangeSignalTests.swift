// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import LDAP
import TestSupport
import Testing

@Suite(.tags(.server), .requiresSamba) struct `Signals of change` {
    @Test func `come when something changed, and the connection is usable meanwhile`() async throws {
        try await SambaDomainController.with { controller in
            try await ActiveDirectory.connect(try controller.configuration()) { directory in
                let before = try await directory.highestCommittedUSN()
                async let signal = directory.changeSignals().first { _ in true }
                // Samba has to have taken the request before there is a change to tell of.
                while try await directory.highestCommittedUSN() == before {
                    try await controller.addUser("u\(UUID().uuidString.prefix(8))")
                }
                #expect(try await signal == ChangeSignal())
                let again = try await directory.lookedAtAgain()
                #expect((again.server.highestCommittedUSN ?? 0) > (before ?? 0))
            }
        }
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
