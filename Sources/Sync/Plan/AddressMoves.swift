// SPDX-License-Identifier: Apache-2.0
import Directory
import WorkMail

/// Somebody who is to get an address, and what address they give up for it (none when the mailbox is new).
struct AddressMove: Hashable {
    var subject: Subject
    var from: EmailAddress?
    var to: EmailAddress

    var isNew: Bool { from == nil }
    var intention: String { isNew ? "enable" : "change address" }
    var reason: String {
        guard isNew else {
            return subject.decision?.email == to
                ? "the address chosen on approval" : "the directory gives another address"
        }
        return "approved by \(subject.decision?.by ?? "")"
    }
}

/// Puts address moves into an order in which every address is released before it is claimed, and never has two owners.
///
/// A needs what B gives up: B goes first. A and B swap, or more go round in a circle: one of them steps aside to a
/// temporary address. Whoever needs an address that nobody in this plan gives up waits, and so does everybody who
/// would have got something from them.
struct AddressMoves {
    private let moves: [AddressMove]
    private let subjects: [EntityID: Subject]
    private let owners: [EmailAddress: AddressOwner]
    private let moveOfEntity: [EntityID: Int]

    /// Where a move's address comes from.
    private enum Source: Hashable {
        case free
        /// An alias of the same person: the service swaps it with the primary.
        case own
        /// Another move of this plan gives it up.
        case move(Int)
        /// It is somebody's former primary address, kept as an alias until now.
        case formerAddress(EntityID)
        /// Somebody is disabled in this plan, which frees the address.
        case deregister(Int)
        case hold(Hold)
    }

    init(_ moves: [AddressMove], subjects: [Subject], owners: [EmailAddress: AddressOwner]) {
        self.moves = moves
        self.owners = owners
        self.subjects = Dictionary(
            subjects.compactMap { subject in subject.entity.map { ($0.id, subject) } }, uniquingKeysWith: { a, _ in a })
        self.moveOfEntity = Dictionary(
            moves.enumerated().compactMap { index, move in move.subject.entity.map { ($0.id, index) } },
            uniquingKeysWith: { a, _ in a })
    }

    /// Appends the changes in order, and a wait for everybody who cannot get their address.
    func schedule(into plan: inout Plan) {
        let deregistrations = Dictionary(
            plan.changes.enumerated().compactMap { index, change in
                change.operation == .deregister ? change.entity.map { ($0, index) } : nil
            }, uniquingKeysWith: { a, _ in a })
        let sources = settled(moves.map { source(of: $0, deregistrations: deregistrations) })
        var schedule = Schedule(moves: moves, sources: sources, subjects: subjects)
        for index in moves.indices { schedule.visit(index, into: &plan) }
    }

    private func source(of move: AddressMove, deregistrations: [EntityID: Int]) -> Source {
        if !move.subject.rivals.isEmpty {
            return .hold(.addressContested(move.to, by: [move.subject.person.claimant] + move.subject.rivals))
        }
        let claims = moves.filter { $0.to == move.to }
        if claims.count > 1 { return .hold(.addressContested(move.to, by: claims.map(\.subject.person.claimant))) }
        guard let owner = owners[move.to] else { return .free }
        if owner.id == move.subject.entity?.id { return .own }
        if let other = moveOfEntity[owner.id], moves[other].from == move.to { return .move(other) }
        if let index = deregistrations[owner.id] { return .deregister(index) }
        // Only the directory may give somebody's former address to another person; an administrator's --email waits.
        if move.subject.person.standing.address == move.to, let holder = subjects[owner.id],
            holder.formerAddresses.contains(move.to), holder.wantedAddress != move.to,
            holder.entity?.email != move.to
        {
            return .formerAddress(owner.id)
        }
        return .hold(.addressInUse(move.to, owner: owner))
    }

    /// Who waits for somebody who waits, waits: until nothing changes any more.
    private func settled(_ sources: [Source]) -> [Source] {
        var sources = sources
        var changed = true
        while changed {
            changed = false
            for index in moves.indices {
                guard case .move(let other) = sources[index], case .hold = sources[other],
                    let owner = owners[moves[index].to]
                else { continue }
                sources[index] = .hold(.addressInUse(moves[index].to, owner: owner))
                changed = true
            }
        }
        return sources
    }

    /// The walk over the moves, each after the one it depends on.
    private struct Schedule {
        let moves: [AddressMove]
        let sources: [Source]
        let subjects: [EntityID: Subject]
        /// The place of the change that gave up the move's old address, once there is one.
        private var released: [Int: Int] = [:]
        /// Moves that stepped aside, with the temporary address.
        private var aside: [Int: (address: EmailAddress, place: Int)] = [:]
        private var visiting: Set<Int> = []
        private var done: [Int: Int] = [:]

        init(moves: [AddressMove], sources: [Source], subjects: [EntityID: Subject]) {
            self.moves = moves
            self.sources = sources
            self.subjects = subjects
        }

        mutating func visit(_ index: Int, into plan: inout Plan) {
            guard done[index] == nil, visiting.insert(index).inserted else { return }
            let move = moves[index]
            var requires: [Int] = []
            switch sources[index] {
            case .hold(let hold):
                plan.wait(move.subject, move.intention, hold)
                done[index] = -1
                return
            case .free, .own: break
            case .deregister(let place): requires = [place]
            case .formerAddress(let holder):
                if let subject = subjects[holder] {
                    let reason = "released for \(move.subject.label): the directory gives it to them now"
                    requires = [plan.append(subject, .deleteAlias(move.to), reason)]
                }
            case .move(let other):
                if visiting.contains(other), done[other] == nil {
                    stepAside(other, into: &plan)
                } else {
                    visit(other, into: &plan)
                }
                requires = [release(of: other, for: move, into: &plan)]
            }
            finish(index, requires: requires, into: &plan)
        }

        /// Breaks a circle: the move's person takes a temporary address, which frees the old one.
        private mutating func stepAside(_ index: Int, into plan: inout Plan) {
            let move = moves[index]
            guard aside[index] == nil, let from = move.from,
                let temporary = EmailAddress.temporary(for: move.subject.person.guid, in: from.domain)
            else { return }
            let reason = "steps aside so that addresses can be swapped"
            let place = plan.append(move.subject, .updatePrimary(from: from, to: temporary), reason)
            aside[index] = (temporary, place)
        }

        /// The deletion of the alias that the old primary address has become.
        private mutating func release(of index: Int, for claimer: AddressMove, into plan: inout Plan) -> Int {
            if let place = released[index] { return place }
            let after = done[index] ?? aside[index]?.place
            let reason = "released for \(claimer.subject.label): the directory gives it to them now"
            let place = plan.append(
                moves[index].subject, .deleteAlias(claimer.to), reason, requires: after.map { [$0] } ?? [])
            released[index] = place
            return place
        }

        private mutating func finish(_ index: Int, requires: [Int], into plan: inout Plan) {
            let move = moves[index]
            guard let from = move.from else {
                done[index] = plan.append(move.subject, .register(move.to), move.reason, requires: requires)
                return
            }
            let start = aside[index]
            let place = plan.append(
                move.subject, .updatePrimary(from: start?.address ?? from, to: move.to), move.reason,
                requires: requires + (start.map { [$0.place] } ?? []))
            done[index] = place
            for temporary in move.subject.temporaryAddresses.union(start.map { [$0.address] } ?? []).sorted()
            where temporary != move.to {
                plan.append(move.subject, .deleteAlias(temporary), "a temporary address of the swap", requires: [place])
            }
        }
    }
}
