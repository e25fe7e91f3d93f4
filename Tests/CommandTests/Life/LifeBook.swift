// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation

/// The test's own book: who and what is in the directory, and since when.
struct LifeBook: Sendable {
    struct Unit: Sendable {
        var name: String
        /// Index of the unit above; `nil` below the domain.
        var parent: Int?
        /// Whether it may be moved: those that the configuration names stay.
        var isMovable: Bool
    }

    /// Indices of `units` that the configuration names.
    static let company = 0
    static let contractors = 1

    let baseDN: String
    /// Whether only members of a group are in scope.
    let hasGroup: Bool
    /// Whether the service account sees tombstones.
    let seesTombstones: Bool
    /// Days before a leaver's mailbox is disabled.
    let graceDays: Int
    var units = [
        Unit(name: "Company", parent: nil, isMovable: false), Unit(name: "Contractors", parent: 0, isMovable: false),
        Unit(name: "Elsewhere", parent: nil, isMovable: false), Unit(name: "Sales", parent: 0, isMovable: false),
        Unit(name: "Plant", parent: 0, isMovable: false), Unit(name: "North", parent: 3, isMovable: true),
        Unit(name: "South", parent: 3, isMovable: true), Unit(name: "Line", parent: 4, isMovable: true),
    ]
    var people: [LifePerson] = []
    /// Times in which the program could not see what the directory is.
    var outages: [(from: Date, to: Date?)] = []

    var group: String { "CN=Mail People,CN=Users,\(baseDN)" }

    init(baseDN: String, hasGroup: Bool, seesTombstones: Bool, graceDays: Int) {
        (self.baseDN, self.hasGroup) = (baseDN, hasGroup)
        (self.seesTombstones, self.graceDays) = (seesTombstones, graceDays)
    }

    func dn(ofUnit index: Int) -> String {
        "OU=\(units[index].name)," + (units[index].parent.map { dn(ofUnit: $0) } ?? baseDN)
    }

    func dn(of person: LifePerson) -> String { "CN=\(person.cn),\(dn(ofUnit: person.unit))" }

    func isInScope(unit: Int) -> Bool {
        var above: Int? = unit
        while let index = above {
            if index == Self.contractors { return false }
            if index == Self.company { return true }
            above = units[index].parent
        }
        return false
    }

    /// In the order in which the reasons count: what the directory has, where, in which groups, in what state.
    func absence(of person: LifePerson, at now: Date) -> LifePerson.Absence? {
        switch person.existence {
        case .deleted: return .deleted
        case .vanished: return .vanished
        case .here: break
        }
        if !isInScope(unit: person.unit) { return .outOfScope }
        // Who was switched off has left by proof, in the group or not.
        if hasGroup, !person.isInGroup, !person.isSwitchedOff { return .notInGroup }
        if person.isSwitchedOff { return .switchedOff }
        if let expires = person.expires, expires <= now { return .expired }
        return nil
    }

    /// Whether an absence suffices for disabling a mailbox unasked.
    func isProof(_ absence: LifePerson.Absence) -> Bool {
        switch absence {
        case .deleted: seesTombstones
        case .vanished, .notInGroup: false
        case .outOfScope, .switchedOff, .expired: true
        }
    }

    /// Writes down how everybody is now; after each thing that happens.
    mutating func note(at now: Date) {
        for index in people.indices {
            let absence = absence(of: people[index], at: now)
            guard people[index].timeline.isEmpty || people[index].timeline.last?.absence != absence else { continue }
            // Nothing happens in the directory when an account expires.
            let from = absence == .expired ? people[index].expires ?? now : now
            let last = people[index].timeline.last?.from ?? .distantPast
            people[index].timeline.append((max(from, last), absence))
        }
    }

    /// The directory was put back to what it was when this copy was made; what was decided since then stays.
    mutating func putBack(to copy: LifeBook) {
        units = copy.units
        for index in people.indices {
            guard let then = copy.people.first(where: { $0.number == people[index].number }) else {
                people[index].existence = .vanished
                continue
            }
            let now = people[index]
            people[index] = then
            (people[index].decision, people[index].wasEverApproved) = (now.decision, now.wasEverApproved)
            (people[index].aliases, people[index].timeline) = (now.aliases, now.timeline)
            people[index].disablings = now.disablings
            people[index].addresses.formUnion(now.addresses)
        }
    }
}
