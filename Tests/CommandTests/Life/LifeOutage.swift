// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import LDAP
import TestSupport

/// What goes wrong between the program and the directory, or with a domain controller.
enum LifeOutage: String, CaseIterable, Sendable {
    /// The network, to the first domain controller.
    case refuses, stalls, cuts
    /// The first one is killed and comes back.
    case controllerIsKilled
    /// The first one is killed, the second one has everything: it is followed, and written to.
    case isTakenOver
    /// The first one is killed, the second one lags: nobody can be followed.
    case isBehind
    /// The database is put back to an earlier state, as with a snapshot of a virtual machine.
    case isRolledBack

    static func possible(withTwo: Bool) -> [LifeOutage] {
        let one: [LifeOutage] = [.refuses, .stalls, .cuts, .controllerIsKilled]
        return one + (withTwo ? [.isTakenOver, .isTakenOver, .isBehind] : [.isRolledBack, .isRolledBack])
    }
}

extension Life {
    /// Something goes wrong for a while, in which life goes on, and is well again.
    func anOutage() async throws {
        guard let outage = chance.pick(LifeOutage.possible(withTwo: hasTwo)) else { return }
        figures.outages[outage, default: 0] += 1
        trace.append("\(moment): \(outage)")
        book.outages.append((clock.date, nil))
        switch outage {
        case .refuses:
            try await whileNetwork(.refuse, minutes: chance.number(1...12))
        case .stalls:
            // Each try costs the time that the program waits for an answer, and that is real.
            proxy.fault = .stall(afterServerBytes: chance.number(0...9_000))
            try await clock.advance(by: .seconds(90), in: .seconds(45))
            proxy.fault = .none
        case .cuts:
            try await whileNetwork(.cut(afterServerBytes: chance.number(0...30_000)), minutes: chance.number(1...6))
        case .controllerIsKilled, .isBehind:
            // Perhaps in the middle of what it tells about the last things, of which the other one knows nothing.
            if chance.isOne(in: 2) { try await eventually { try await $0.directoryEvent() } }
            try await controllers[0].kill()
            try await pass(.seconds(chance.number(20...900)))
            try await controllers[0].start()
        case .isTakenOver:
            try await replicate()
            try await controllers[0].kill()
            writer = controllers[1]
            for _ in 0..<chance.number(1...4) {
                try await pass(.seconds(chance.number(5...200)))
                try await eventually { try await $0.directoryEvent() }
            }
            try await pass(.seconds(chance.number(5...60)))
            try await controllers[0].start()
            writer = controllers[0]
            try await replicate()
        case .isRolledBack: try await rollBack()
        }
        book.outages[book.outages.count - 1].to = clock.date
    }

    private func whileNetwork(_ fault: FaultProxy.Fault, minutes: Int) async throws {
        proxy.fault = fault
        for _ in 0..<minutes {
            try await pass(.seconds(chance.number(20...90)))
            if chance.isOne(in: 3) { try await eventually { try await $0.directoryEvent() } }
        }
        if hasTwo, chance.isOne(in: 2) { try await replicate() }
        try await pass(.seconds(20))
        proxy.fault = .none
    }

    /// The first time the database is copied, and then what was copied is put back.
    private func rollBack() async throws {
        try await controllers[0].stop()
        if let copy {
            try await controllers[0].putBackDatabase(from: copy.folder)
            book.putBack(to: copy.book)
            self.copy = nil
        } else {
            let folder = program.installation.folder + "/private-\(number())"
            try await controllers[0].copyDatabase(to: folder)
            copy = (folder, book)
        }
        try await pass(.seconds(chance.number(1...120)))
        try await controllers[0].start()
        // With the relative id of somebody who vanished, before the program saw that they did.
        if chance.isOne(in: 2), try await happens(.joins) { happened(.joins) }
        book.note(at: clock.date)
    }

    /// Both have the same afterwards, and each knows so of the other.
    func replicate() async throws {
        guard hasTwo else { return }
        let start = ContinuousClock.now
        try await controllers[1].replicate(from: controllers[0])
        try await controllers[0].replicate(from: controllers[1])
        let (first, second) = (try await everybody(controllers[0]), try await everybody(controllers[1]))
        if first != second {
            throw Disorder(
                moment: moment,
                wrong: ["the domain controllers differ: \(first.subtracting(second)) and \(second.subtracting(first))"])
        }
        figures.replicating += ContinuousClock.now - start
        trace.append("\(moment): replicated")
    }

    /// Everybody as a domain controller has them, a line each.
    private func everybody(_ controller: SambaDomainController) async throws -> Set<String> {
        try await controller.withAdministrator { connection in
            let attributes = ["objectGUID", "mail", "sAMAccountName", "userAccountControl", "accountExpires"]
            let entries = try await connection.search(
                base: .text(controller.baseDN), scope: .subtree, filter: .equal("objectClass", "user"),
                attributes: attributes)
            return Set(entries.map { entry in "\(entry.dn) \(attributes.dropFirst().map { entry.strings($0) ?? [] })" })
        }
    }

    private func eventually(_ body: (Life) async throws -> Bool) async throws {
        for _ in 0..<30 where try await body(self) { return book.note(at: clock.date) }
    }

    /// Something in the directory alone, while the program may not see it.
    private func directoryEvent() async throws -> Bool {
        let events: [LifeEvent] = [
            .joins, .movesWithinScope, .movesOutOfScope, .movesBack, .isRenamed, .getsAnotherAddress,
            .takesAnothersAddress,
            .isSwitchedOff, .isSwitchedOn, .isDeleted, .isRestored, .leavesGroup, .joinsGroup, .unitMoves,
        ]
        guard let event = chance.pick(events), try await happens(event) else { return false }
        happened(event)
        return true
    }
}
