// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport

extension Life {
    /// Somebody by chance who fits.
    private func someone(_ fits: (LifePerson) -> Bool) -> Int? {
        chance.pick(book.people.indices.filter { book.people[$0].existence == .here && fits(book.people[$0]) })
    }

    private func unit(inScope: Bool) -> Int? {
        chance.pick(book.units.indices.filter { book.isInScope(unit: $0) == inScope })
    }

    /// Lets something happen.
    /// - Returns: whether it could.
    func happens(_ event: LifeEvent) async throws -> Bool {
        switch event {
        case .joins, .joinsWithoutMail, .isRestored, .isMadeAgain, .isDeleted: return try await comesOrGoes(event)
        case .movesWithinScope, .movesOutOfScope, .movesBack, .unitMoves, .unitIsRenamed:
            return try await moves(event)
        case .isRenamed, .getsAnotherAddress, .takesAnothersAddress, .claimsAnothersAddress, .losesMail, .getsMail,
            .detailsChange:
            return try await isNamed(event)
        case .isSwitchedOff, .isSwitchedOn, .expiresLater, .expiresNever, .leavesGroup, .joinsGroup:
            return try await isAllowed(event)
        case .isApproved, .isApprovedWithAddress, .isRejected, .getsAlias, .isDisabledByAdministrator:
            return try await isDecided(event)
        case .programIsEnded:
            // In the middle of what it does about the last few things, or at rest.
            if chance.isOne(in: 2) { clock.move(to: clock.elapsed + .seconds(1)) }
            await program.end()
            if chance.isOne(in: 3) { clock.move(to: clock.elapsed + .seconds(chance.number(1...1_200))) }
            try program.start()
            try await clock.untilAsleep()
            return true
        case .fullReadIsAsked:
            program.askFullRead()
            return true
        }
    }

    private func comesOrGoes(_ event: LifeEvent) async throws -> Bool {
        switch event {
        case .joins, .joinsWithoutMail:
            // Only the master of relative identifiers can give out more of them.
            guard writer.address == controllers[0].address else { return false }
            guard let unit = chance.isOne(in: 6) ? unit(inScope: false) : unit(inScope: true) else { return false }
            try await addPerson(mail: event == .joins, in: unit)
        case .isRestored:
            let gone = book.people.indices.filter { book.people[$0].existence == .deleted }
            guard let index = chance.pick(gone), isFree(book.people[index].account) else { return false }
            try await restore(index)
        case .isMadeAgain:
            guard writer.address == controllers[0].address else { return false }
            let gone = book.people.indices.filter { book.people[$0].existence == .deleted }
            guard let index = chance.pick(gone), isFree(book.people[index].account) else { return false }
            try await addPerson(account: book.people[index].account, mail: true, in: book.people[index].unit)
            // With the address of the one before.
            if let mail = book.people[index].mail { try await setMail(book.people.count - 1, mail) }
        case .isDeleted:
            guard let index = someone({ _ in true }) else { return false }
            try await delete(index)
        default: return false
        }
        return true
    }

    private func isFree(_ account: String) -> Bool {
        !book.people.contains { $0.existence == .here && $0.account == account }
    }

    private func moves(_ event: LifeEvent) async throws -> Bool {
        switch event {
        case .movesWithinScope, .movesOutOfScope:
            guard let index = someone({ book.isInScope(unit: $0.unit) }),
                let unit = unit(inScope: event == .movesWithinScope), unit != book.people[index].unit
            else { return false }
            try await move(index, to: unit)
        case .movesBack:
            guard let index = someone({ !book.isInScope(unit: $0.unit) }), let unit = unit(inScope: true) else {
                return false
            }
            try await move(index, to: unit)
        case .unitMoves:
            guard let unit = chance.pick(book.units.indices.filter { book.units[$0].isMovable }),
                let parent = chance.pick([0, 1, 2, 3, 4]), book.units[unit].parent != parent
            else { return false }
            try await rename(book.dn(ofUnit: unit), to: "OU=\(book.units[unit].name)", below: book.dn(ofUnit: parent))
            book.units[unit].parent = parent
        case .unitIsRenamed:
            // Also those that the configuration names.
            guard let unit = chance.pick(Array(book.units.indices)) else { return false }
            let name = "Unit \(number())"
            try await rename(book.dn(ofUnit: unit), to: "OU=\(name)")
            book.units[unit].name = name
        default: return false
        }
        return true
    }

    private func isNamed(_ event: LifeEvent) async throws -> Bool {
        guard let index = someone({ ($0.mail == nil) == (event == .getsMail) || event == .isRenamed }) else {
            return false
        }
        let number = number()
        switch event {
        case .isRenamed:
            try await rename(book.dn(of: book.people[index]), to: "CN=Renamed \(number)")
            book.people[index].cn = "Renamed \(number)"
            try await set("sAMAccountName", of: index, to: "r\(number)")
            book.people[index].account = "r\(number)"
            try await set("userPrincipalName", of: index, to: "r\(number)@corp.example.com")
            try await set("displayName", of: index, to: "Renamed \(number)")
        case .getsAnotherAddress, .getsMail: try await setMail(index, "a\(number)@example.com")
        case .losesMail: try await setMail(index, chance.isOne(in: 3) ? "a\(number)@elsewhere.example.net" : nil)
        case .takesAnothersAddress, .claimsAnothersAddress:
            guard let other = someone({ $0.mail != nil && $0.mail != book.people[index].mail }) else { return false }
            let (mine, theirs) = (book.people[index].mail, book.people[other].mail)
            // They swap, or the other one gets a new one, or both claim the one.
            if event == .takesAnothersAddress {
                try await setMail(other, chance.isOne(in: 3) ? mine : "a\(number)@example.com")
            }
            try await setMail(index, theirs)
        case .detailsChange:
            try await set("department", of: index, to: chance.isOne(in: 5) ? nil : "Department \(number)")
            try await set("telephoneNumber", of: index, to: "+49 30 \(number)")
        default: return false
        }
        return true
    }

    private func isAllowed(_ event: LifeEvent) async throws -> Bool {
        switch event {
        case .isSwitchedOff, .isSwitchedOn:
            guard let index = someone({ $0.isSwitchedOff == (event == .isSwitchedOn) }) else { return false }
            try await switchOff(index, event == .isSwitchedOff)
        case .expiresLater:
            guard let index = someone({ $0.expires == nil }) else { return false }
            try await setExpiry(index, clock.date + Double(chance.number(1...7_200)))
        case .expiresNever:
            guard let index = someone({ $0.expires != nil }) else { return false }
            try await setExpiry(index, nil)
        case .leavesGroup, .joinsGroup:
            guard book.hasGroup, let index = someone({ $0.isInGroup == (event == .leavesGroup) }) else { return false }
            try await setMember(index, event == .joinsGroup)
        default: return false
        }
        return true
    }
}
