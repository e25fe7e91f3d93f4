// SPDX-License-Identifier: Apache-2.0
public import Foundation
public import WorkMail

/// From what is known to what to do. Pure: no I/O, no clock of its own, and the same input gives the same plan.
public enum Planner {
    /// The addresses whose owners the plan has to know: everything that somebody is to get.
    public static func addressesToLookUp(_ subjects: [Subject], rules: PlanningRules, now: Date) -> [EmailAddress] {
        var addresses: Set<EmailAddress> = []
        for subject in subjects {
            switch Intention(for: subject, rules: rules, now: now) {
            case .register(let address), .changeAddress(_, let address): addresses.insert(address)
            case .nothing, .createUser, .deregister, .wait: break
            }
        }
        return addresses.sorted()
    }

    /// - Parameters:
    ///   - subjects: everybody who has a decision or a mailbox.
    ///   - owners: who owns each of `addressesToLookUp`; an address that is not in it is free.
    public static func plan(
        _ subjects: [Subject], owners: [EmailAddress: AddressOwner], rules: PlanningRules, now: Date
    ) -> Plan {
        // By name, then by identity: the order of a plan must not depend on the order of a database.
        let ordered = subjects.sorted { a, b in
            a.name.lowercased() == b.name.lowercased()
                ? a.person.guid < b.person.guid : a.name.lowercased() < b.name.lowercased()
        }
        var plan = Plan()
        var moves: [AddressMove] = []
        for subject in ordered {
            let intention = Intention(for: subject, rules: rules, now: now)
            switch intention {
            case .nothing: break
            case .wait(let what, let hold): plan.wait(subject, what, hold)
            case .createUser(let user):
                plan.append(subject, .createUser(user), "approved by \(subject.decision?.by ?? "")")
            case .deregister(let reason): plan.append(subject, .deregister, reason)
            case .register(let address): moves.append(AddressMove(subject: subject, from: nil, to: address))
            case .changeAddress(let from, let to): moves.append(AddressMove(subject: subject, from: from, to: to))
            }
            if case .changeAddress = intention { continue }
            plan.removeTemporaryAddresses(of: subject)
        }
        AddressMoves(moves, subjects: ordered, owners: owners).schedule(into: &plan)
        plan.waiting.sort { ($0.name.lowercased(), $0.guid) < ($1.name.lowercased(), $1.guid) }
        return plan
    }
}

extension Plan {
    /// Gives enabled mailboxes back what they had before they were disabled, unless this very plan disables them again.
    mutating func restore(_ restorations: [Restoration], rules: PlanningRules) {
        let disabled = Set(changes.filter { $0.operation == .deregister }.compactMap(\.entity))
        for restoration in restorations where !disabled.contains(restoration.entity) {
            let (changes, lost) = restoration.plan(OwnershipTable(rules.ownership))
            self.changes += changes
            self.lost += lost.map { "\(restoration.label): \($0)" }
            restored.insert(restoration.entity)
        }
    }

    mutating func wait(_ subject: Subject, _ intention: String, _ hold: Hold) {
        waiting.append(
            Waiting(
                guid: subject.person.guid, label: subject.label, name: subject.name, intention: intention, hold: hold))
    }

    /// Appends a change, which must succeed after those it requires.
    /// - Returns: its place in the plan.
    @discardableResult
    mutating func append(
        _ subject: Subject, _ operation: Change.Operation, _ reason: String, requires: [Int] = []
    ) -> Int {
        changes.append(
            Change(
                guid: subject.person.guid, label: subject.label, entity: subject.entity?.id, operation: operation,
                reason: reason, decision: subject.decision, requires: requires))
        return changes.count - 1
    }

    /// What a run that ended in the middle of a swap left behind.
    mutating func removeTemporaryAddresses(of subject: Subject) {
        guard let entity = subject.entity, entity.state == .enabled else { return }
        for address in subject.temporaryAddresses.sorted() where address != entity.email {
            append(subject, .deleteAlias(address), "a temporary address of an interrupted swap")
        }
    }
}
