// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import LDAP
import TestSupport
import Testing

/// Hours of a directory and of the service that follows it, by chance from one seed.
final class Life {
    let controllers: [SambaDomainController]
    /// Stands before the first domain controller.
    let proxy: FaultProxy
    let program: LifeProgram
    let clock: SimulatedClock
    var chance: Chance
    var book: LifeBook
    /// As it was after each thing that happened since all was quiet.
    var booksSinceQuiet: [LifeBook] = []
    var figures = LifeFigures()
    let ledger = LifeLedger()
    /// What happened, for messages.
    var trace: [String] = []
    /// Who is told what changes in the directory: the first controller, while it lives.
    var writer: SambaDomainController
    /// Numbers that were given to people, addresses and names.
    var lastNumber = 0
    /// The directory as it once was, and the book of that moment.
    var copy: (folder: String, book: LifeBook)?

    init(
        _ controllers: [SambaDomainController], _ proxy: FaultProxy, _ program: LifeProgram, _ chance: Chance,
        _ book: LifeBook
    ) {
        self.controllers = controllers
        self.proxy = proxy
        self.program = program
        clock = program.clock
        self.chance = chance
        self.book = book
        writer = controllers[0]
    }

    var hasTwo: Bool { controllers.count > 1 }

    func number() -> Int {
        lastNumber += 1
        return lastNumber
    }

    /// Lives for so long: something happens every few minutes, and now and then it is waited until all is quiet, and looked
    /// whether all is right.
    func live(for hours: Double) async throws {
        let end = clock.elapsed + .seconds(hours * 3_600)
        var nextOutage = clock.elapsed + .seconds(chance.number(20...60) * 60)
        var nextQuiet = clock.elapsed + .seconds(chance.number(10...40) * 60)
        while clock.elapsed < end {
            try await pass(.seconds(chance.number(5...600)))
            // Sometimes several things within the same moment.
            for _ in 0..<(chance.isOne(in: 4) ? chance.number(2...4) : 1) { try await somethingHappens() }
            try await pass(.seconds(3))
            if clock.elapsed >= nextOutage {
                let start = ContinuousClock.now
                try await anOutage()
                figures.broken += ContinuousClock.now - start
                nextOutage = clock.elapsed + .seconds(chance.number(30...100) * 60)
                try await quiet()
            } else if clock.elapsed >= nextQuiet {
                try await quiet()
                nextQuiet = clock.elapsed + .seconds(chance.number(20...50) * 60)
            }
        }
        try await quiet()
    }

    /// Time goes by: in small steps at first, in which things that just happened are dealt with, then in larger ones.
    func pass(_ duration: Duration) async throws {
        let near = min(duration, .seconds(3))
        try await clock.advance(by: near, in: .milliseconds(600))
        if duration > near { try await clock.advance(by: duration - near, in: .seconds(30)) }
        book.note(at: clock.date)
    }

    func happened(_ event: LifeEvent) {
        book.note(at: clock.date)
        booksSinceQuiet.append(book)
        figures.events[event, default: 0] += 1
        trace.append("\(moment): \(event)")
    }

    private func somethingHappens() async throws {
        for _ in 0..<50 {
            guard let event = chance.pick(LifeEvent.weighted), try await happens(event) else { continue }
            book.note(at: clock.date)
            happened(event)
            return
        }
    }
}
