// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import TestSupport
import Testing

@testable import Sync
@testable import workmail_sync

/// Before and after the hours that are counted.
extension Life {
    /// The company is there, most people have their mailboxes, and some left in the last day, so that their graces end one
    /// after the other in what follows.
    func begin() async throws {
        try await makeUnits()
        for _ in 1...24 {
            try await addPerson(mail: !chance.isOne(in: 8), in: chance.pick([0, 3, 4, 5, 6, 7, 7, 1, 2]) ?? 0)
        }
        book.note(at: clock.date)
        if book.seesTombstones { try await showTombstones() }
        try await replicate()
        try program.start()
        try await clock.untilAsleep()
        for index in book.people.indices where chance.isOne(in: 4) == false {
            guard book.people[index].number % 7 != 0 else { continue }
            try await decide(.isApproved, about: index)
        }
        try await quiet()
        guard book.graceDays > 0 else { return }
        for _ in 1...4 {
            clock.move(to: clock.elapsed + .seconds(chance.number(2...5) * 3_600))
            try await clock.untilAsleep()
            _ = try await happens(.isSwitchedOff)
            _ = try await happens(.movesOutOfScope)
            book.note(at: clock.date)
            booksSinceQuiet.append(book)
            try await pass(.seconds(400))
        }
        clock.move(to: clock.elapsed + .seconds(8 * 3_600))
        try await clock.untilAsleep()
        book.note(at: clock.date)
    }

    /// What the program proposes to the directory's administrator, done by them.
    private func showTombstones() async throws {
        var parts = try program.assembly().parts()
        parts.directory = try parts.directory.only(controllers[0])
        let scratch = program.installation.folder + "/grant.db"
        parts.store = try SyncStore(path: scratch)
        _ = try await SyncRun(parts).once()
        try await controllers[0].carryOut(try #require(try await parts.store.capabilityProfile()?.tombstoneGrant))
    }

    /// The day after: every grace is over, and everybody is read once more.
    /// - Parameter hours: that were lived.
    func end(after hours: Double) async throws {
        clock.move(to: clock.elapsed + .seconds(25 * 3_600))
        try await clock.untilAsleep()
        book.note(at: clock.date)
        try await quiet()
        expectLife(of: hours)
    }

    /// Of a life in which nothing happened it says nothing that all was right in it.
    private func expectLife(of hours: Double) {
        #expect(figures.mailboxesCompared > 0 && figures.peopleCompared > 0)
        #expect(ledger.deregistrations > 0)
        #expect(!figures.outages.isEmpty)
        #expect(Double(figures.quietPoints) >= hours)
    }

    var summary: String {
        let services = program.past
        let absent = book.people.count { $0.existence != .here }
        return """
            life: LIFE_SEED=\(chance.seed), to \(moment)
            life: events: \(figures.text(figures.events)); \
            \(figures.decisions) decisions, \(figures.refusedDecisions) of them refused
            life: outages: \(figures.text(figures.outages))
            life: \(services.count) services, \(services.map(\.probes).reduce(0, +)) probes, \
            \(services.map(\.observations).reduce(0, +)) observations, \(services.map(\.runs).reduce(0, +)) plans and runs, \
            everybody was read \(program.log.count("everybody was read")) times, \
            by changes \(program.log.count("objects changed")) times, \
            \(services.map(\.changesMade).reduce(0, +)) changes made
            life: \(book.people.count) people, \(absent) of them gone; \(figures.quietPoints) quiet points, \
            \(figures.peopleCompared) people and \(figures.mailboxesCompared) mailboxes compared; \
            \(ledger.lines) journal lines, \(ledger.deregistrations) mailboxes taken
            life: \(Int(figures.comparing / .seconds(1))) s of comparing, \
            \(Int(figures.replicating / .seconds(1))) s of replicating, \(Int(figures.broken / .seconds(1))) s of outages
            """
    }
}
