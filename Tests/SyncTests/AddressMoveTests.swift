// SPDX-License-Identifier: Apache-2.0
import Directory
import Sync
import Testing
import WorkMail

/// Who gets which address when several people move at once.
@Suite struct `Addresses that change hands` {
    let rules = PlanningRules(directoryKind: .simpleAD)

    /// People with a mailbox: number, name, present address, the address that the directory gives now.
    func subjects(_ rows: [(Int, String, String, String)]) throws -> [Subject] {
        try rows.map { number, name, has, wants in
            Subject(
                person: try People.person(number, name, mail: wants), decision: try People.approved(settled: true),
                entity: try People.entity(number, name, .enabled, email: has))
        }
    }

    func owners(_ subjects: [Subject]) throws -> [EmailAddress: AddressOwner] {
        var owners: [EmailAddress: AddressOwner] = [:]
        for subject in subjects {
            guard let entity = subject.entity, let email = entity.email else { continue }
            owners[email] = AddressOwner(id: entity.id, name: entity.name, type: "USER")
        }
        return owners
    }

    /// Plays the plan on a model of the service: the old primary stays as an alias, and nobody may take what is owned.
    /// - Returns: the primary addresses at the end; fails the test when a call would be refused.
    func play(_ plan: Plan, _ subjects: [Subject]) throws -> [String: String] {
        var primary: [String: String] = [:]
        var owner: [String: String] = [:]
        for subject in subjects {
            guard let entity = subject.entity, let email = entity.email else { continue }
            primary[entity.name] = email.key
            owner[email.key] = entity.name
        }
        for change in plan.changes {
            switch change.operation {
            case .updatePrimary(_, let to):
                #expect(owner[to.key] == nil || owner[to.key] == change.label, "\(line(change)): owned by another")
                owner[to.key] = change.label
                primary[change.label] = to.key
            case .deleteAlias(let alias):
                #expect(owner[alias.key] == change.label && primary[change.label] != alias.key, "\(line(change))")
                owner[alias.key] = nil
            case .register(let email):
                #expect(owner[email.key] == nil, "\(line(change)): owned by another")
                owner[email.key] = change.label
                primary[change.label] = email.key
            default: break
            }
            #expect(change.requires.allSatisfy { plan.changes.indices.contains($0) })
        }
        #expect(owner.keys.allSatisfy { !$0.hasPrefix("workmail-sync-") }, "a temporary address is left over")
        return primary
    }

    func plan(_ subjects: [Subject]) throws -> Plan {
        Planner.plan(subjects, owners: try owners(subjects), rules: rules, now: People.now)
    }

    @Test func `an address is released before it is claimed`() throws {
        for names in [("ana", "bob"), ("zoe", "bob")] {
            let subjects = try subjects([
                (1, names.0, "a@example.com", "a2@example.com"), (2, names.1, "b@example.com", "a@example.com"),
            ])
            let plan = try plan(subjects)
            #expect(plan.waiting.isEmpty)
            #expect(try play(plan, subjects) == [names.0: "a2@example.com", names.1: "a@example.com"])
        }
    }

    @Test func `two people swap addresses in one run`() throws {
        let subjects = try subjects([
            (1, "ana", "a@example.com", "b@example.com"), (2, "bob", "b@example.com", "a@example.com"),
        ])
        let plan = try plan(subjects)
        #expect(plan.waiting.isEmpty)
        #expect(try play(plan, subjects) == ["ana": "b@example.com", "bob": "a@example.com"])
    }

    @Test(arguments: 3...9)
    func `addresses go round in a circle of any size`(size: Int) throws {
        let subjects = try subjects(
            (0..<size).map {
                ($0 + 1, "user\($0)", "u\($0)@example.com", "u\(($0 + 1) % size)@example.com")
            })
        let plan = try plan(subjects)
        #expect(plan.waiting.isEmpty)
        let end = try play(plan, subjects)
        for index in 0..<size { #expect(end["user\(index)"] == "u\((index + 1) % size)@example.com") }
    }

    @Test func `a circle with a queue behind it moves as a whole`() throws {
        let subjects = try subjects([
            (1, "ana", "a@example.com", "b@example.com"), (2, "bob", "b@example.com", "c@example.com"),
            (3, "cem", "c@example.com", "b2@example.com"), (4, "dan", "d@example.com", "a@example.com"),
        ])
        let plan = try plan(subjects)
        #expect(plan.waiting.isEmpty)
        #expect(
            try play(plan, subjects) == [
                "ana": "b@example.com", "bob": "c@example.com", "cem": "b2@example.com", "dan": "a@example.com",
            ])
    }

    @Test func `of two people with one address both wait, both are named, and nobody else does`() throws {
        var both = try subjects([
            (1, "ana", "a@example.com", "same@example.com"), (2, "bob", "b@example.com", "same@example.com"),
        ])
        both[0].rivals = [both[1].person.claimant]
        both[1].rivals = [both[0].person.claimant]
        let other = try subjects([(3, "cem", "c@example.com", "c2@example.com")])
        let plan = try plan(both + other)
        #expect(lines(plan) == ["UpdatePrimaryEmailAddress cem c@example.com > c2@example.com"])
        #expect(plan.waiting.map(\.name) == ["ana", "bob"])
        for waiting in plan.waiting {
            #expect(waiting.hold.explanation.contains("CN=ana,") && waiting.hold.explanation.contains("CN=bob,"))
        }
    }

    @Test func `whoever needs the address of somebody who has to wait, waits as well`() throws {
        let subjects = try subjects([
            (1, "ana", "a@example.com", "taken@example.com"), (2, "bob", "b@example.com", "a@example.com"),
        ])
        var owners = try owners(subjects)
        owners[try EmailAddress("taken@example.com")] = AddressOwner(
            id: EntityID("r-1"), name: "Room 1", type: "RESOURCE")
        let plan = Planner.plan(subjects, owners: owners, rules: rules, now: People.now)
        #expect(plan.changes.isEmpty)
        #expect(plan.waiting.map(\.name) == ["ana", "bob"])
    }

    @Test func `a former address is released for its new owner, an alias somebody added is not`() throws {
        let bob = Subject(
            person: try People.person(2, "bob", mail: "a@example.com"), decision: try People.approved(),
            entity: try People.entity(2, "bob", .disabled))
        for isFormer in [true, false] {
            var ana = try subjects([(1, "ana", "a2@example.com", "a2@example.com")])[0]
            if isFormer { ana.formerAddresses = [try EmailAddress("a@example.com")] }
            let owners = [
                try EmailAddress("a@example.com"): AddressOwner(id: EntityID(People.sid(1)), name: "ana", type: "USER")
            ]
            let plan = Planner.plan([ana, bob], owners: owners, rules: rules, now: People.now)
            #expect(
                lines(plan)
                    == (isFormer ? ["DeleteAlias ana a@example.com", "RegisterToWorkMail bob a@example.com"] : []))
            #expect(plan.waiting.count == (isFormer ? 0 : 1))
        }
    }

    @Test func `somebody's former address goes to whom the directory gives it, not to an administrator's choice`()
        throws
    {
        var ana = try subjects([(1, "ana", "a2@example.com", "a2@example.com")])[0]
        ana.formerAddresses = [try EmailAddress("a@example.com")]
        let bob = Subject(
            person: try People.person(2, "bob", mail: "bob@example.com"),
            decision: try People.approved(email: "a@example.com"), entity: try People.entity(2, "bob", .disabled))
        let owner = AddressOwner(id: EntityID(People.sid(1)), name: "ana", type: "USER")
        let plan = Planner.plan(
            [ana, bob], owners: [try EmailAddress("a@example.com"): owner], rules: rules, now: People.now)
        #expect(plan.changes.isEmpty)
        #expect(plan.waiting.map(\.hold) == [.addressInUse(try EmailAddress("a@example.com"), owner: owner)])
    }

    @Test func `what an interrupted swap left behind is removed`() throws {
        var ana = try subjects([(1, "ana", "a@example.com", "a@example.com")])[0]
        ana.temporaryAddresses = [try EmailAddress("workmail-sync-00000001@example.com")]
        #expect(lines(try plan([ana])) == ["DeleteAlias ana workmail-sync-00000001@example.com"])
    }

    @Test func `the order of the input does not change the plan`() throws {
        let subjects = try subjects([
            (1, "ana", "a@example.com", "b@example.com"), (2, "bob", "b@example.com", "a@example.com"),
            (3, "cem", "c@example.com", "c2@example.com"),
        ])
        #expect(try plan(subjects) == plan(subjects.reversed()))
    }
}
