// SPDX-License-Identifier: Apache-2.0
import Synchronization
import Testing

@testable import LDAP

@Suite struct `A request for a ticket` {
    @Test func `that nobody waits for any more forgets what it got after all`() {
        let count = Count()
        let request = TicketRequest { count.add() }
        #expect(!request.isOver(withinMilliseconds: 1))
        request.carryOut(taking: { () throws(LibraryFailure) in #expect(request.leave() == .ticket) }, firstStep: {})
        #expect(count.value == 1 && request.isOver(withinMilliseconds: 1))
    }

    @Test func `that somebody waits for leaves it to them`() throws {
        let count = Count()
        let request = TicketRequest { count.add() }
        request.carryOut(taking: {}, firstStep: {})
        try request.outcome()
        #expect(count.value == 0 && request.leave() == .ticketBind)
    }

    @Test func `says at which step it failed`() {
        func step(
            _ taking: () throws(LibraryFailure) -> Void, _ firstStep: () throws(LibraryFailure) -> Void
        ) -> LDAPError.Operation? {
            let request = TicketRequest {}
            request.carryOut(taking: taking, firstStep: firstStep)
            do { try request.outcome() } catch { return error.step }
            return nil
        }
        let fails = { () throws(LibraryFailure) in throw LibraryFailure(code: .localError, message: "no") }
        #expect(step(fails, {}) == .ticket && step({}, fails) == .ticketBind && step({}, {}) == nil)
    }

    private final class Count: Sendable {
        private let count = Mutex(0)

        var value: Int { count.withLock { $0 } }
        func add() { count.withLock { $0 += 1 } }
    }
}
