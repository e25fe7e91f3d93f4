// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import WorkMail

/// What a plan is made from, gathered from the state database and the organization.
struct Situation {
    var subjects: [Subject]
    /// Who owns the addresses that somebody is to get.
    var owners: [EmailAddress: AddressOwner]
    /// How many mailboxes the organization has enabled.
    var enabledMailboxes: Int
    /// Enabled mailboxes that belong to nobody whom the mirror knows: perhaps somebody who left before the first run.
    var orphans: [MailUser]
    /// Enabled mailboxes that were disabled before, with what they had then and have now.
    var restorations: [Restoration]
    /// Entities whose snapshots are of no use any more.
    var uselessSnapshots: [EntityID]
    /// Approved people whom the organization does not list yet.
    var awaited: [ObjectGUID: Awaited] = [:]

    /// - Parameters:
    ///   - people: whom to look for in the organization even if it is not their time; `nil` for nobody.
    ///   - someone: a person to be looked at in any case, whatever was decided.
    static func gather(
        from store: SyncStore, _ organization: any MailOrganization, rules: PlanningRules, now: Date,
        lookingFor people: Set<ObjectGUID>? = nil, including someone: ObjectGUID? = nil
    ) async throws -> Situation {
        var enabled: [EntityID: MailUser] = [:]
        try await organization.forEachUser(.state(.enabled)) { users in
            for user in users where user.role == .user { enabled[user.id] = user }
        }
        let decisions = try await store.decisions()
        let held = try await store.heldAddresses()
        // What was written while a clock was ahead is put right with the plan, and here.
        let latest = rules.clocks.later(now)
        let since = try await store.leavers().filter { $1.isActedOn(by: rules.leavers) }.mapValues {
            min($0.since, latest)
        }
        let awaited = try await store.awaited()
        if rules.namesAreIdentities {
            try await store.linkByName(enabled.values.sorted { $0.id < $1.id })
        }
        let links = try await store.links()
        let linked = Set(links.values)
        let unlinked = enabled.keys.filter { !linked.contains($0) }.sorted()
        let bySID = try await store.people(withSIDs: unlinked)

        var guids = Set(decisions.keys).union(links.keys).union(bySID.map(\.guid))
        if let someone { guids.insert(someone) }
        var subjects: [Subject] = []
        for guid in guids.sorted() {
            guard let person = try await store.person(guid) else { continue }
            var subject = Subject(
                person: person, decision: decisions[guid], formerAddresses: held[guid]?.former ?? [],
                temporaryAddresses: held[guid]?.temporary ?? [], leaverSince: since[guid])
            // A link may have outlived its row: somebody who was moved to another domain has another SID.
            let sid = EntityID(person.user.sid.description)
            let ids = [links[guid], linked.contains(sid) ? nil : sid].compactMap(\.self)
            subject.entity = ids.lazy.compactMap { enabled[$0] }.first
            let isDue = awaited[guid]?.isDue(at: now) ?? true
            if subject.entity == nil, guid == someone || people?.contains(guid) ?? false || isDue,
                subject.decision?.verdict == .approved || guid == someone
            {
                try await subject.look(for: ids, in: organization, linked: linked, rules: rules)
                if subject.isAwaited(by: rules) {
                    subject.awaited =
                        awaited[guid].map { isDue ? $0.again(at: now) : $0 }
                        ?? Awaited(since: now, lastLook: now)
                }
            } else if subject.isAwaited(by: rules) {
                subject.awaited = awaited[guid]
            }
            if subject.decision?.verdict == .approved, let wanted = subject.wantedAddress,
                wanted != subject.entity?.email
            {
                subject.rivals = try await store.claimants(of: wanted).filter { $0.guid != guid }.map(\.claimant)
            }
            subjects.append(subject)
        }
        var owners: [EmailAddress: AddressOwner] = [:]
        for address in Planner.addressesToLookUp(subjects, rules: rules, now: now) {
            owners[address] = try await organization.describeEntity(address)
        }
        let known = Set(bySID.map { EntityID($0.user.sid.description) })
        let createdHere = try await store.usersCreatedHere()
        let orphans = unlinked.filter { !known.contains($0) && !createdHere.contains($0) }.compactMap { enabled[$0] }
        var situation = Situation(
            subjects: subjects, owners: owners, enabledMailboxes: enabled.count, orphans: orphans, restorations: [],
            uselessSnapshots: [])
        for subject in subjects { situation.awaited[subject.person.guid] = subject.awaited }
        try await situation.compareWithSnapshots(store, organization, now)
        return situation
    }

    private mutating func compareWithSnapshots(
        _ store: SyncStore, _ organization: any MailOrganization, _ now: Date
    ) async throws {
        let subjectOfEntity = Dictionary(
            subjects.compactMap { subject in subject.entity.map { ($0.id, subject) } }, uniquingKeysWith: { a, _ in a })
        for (id, snapshot) in try await store.snapshots().sorted(by: { $0.key < $1.key }) {
            guard let user = try await Self.describe(id, in: organization) else {
                uselessSnapshots.append(id)
                continue
            }
            let person = subjectOfEntity[id]?.person
            if let restoration = try await Restoration.gather(
                snapshot, of: user, guid: person?.guid,
                label: person?.label ?? (user.displayName.isEmpty ? user.name : user.displayName),
                organization)
            {
                restorations.append(restoration)
            } else if snapshot.keptUntil <= now {
                uselessSnapshots.append(id)
            } else if user.state == .enabled,
                try await !store.wasDisabled(id) || user.enabledDate != snapshot.enabledSince
            {
                // Enabled as before, and disabled by us: then it is the answer that is old, and not the mailbox.
                uselessSnapshots.append(id)
            }
        }
    }

    /// Everybody with a mailbox who left, and why.
    var leavers: [ObjectGUID: LeaverCause] {
        var leavers: [ObjectGUID: LeaverCause] = [:]
        for subject in subjects where subject.entity?.state == .enabled {
            if let cause = Intention.leaverCause(subject) { leavers[subject.person.guid] = cause }
        }
        return leavers
    }

    static func describe(_ id: EntityID, in organization: any MailOrganization) async throws -> MailUser? {
        do { return try await organization.describeUser(id).user } catch MailOrganizationError.Code.entityNotFound {
            return nil
        }
    }

    /// Approved people who have their mailbox, whoever enabled it: should it be disabled one day, an old approval must not
    /// bring it back.
    var fulfilledApprovals: [ObjectGUID] {
        subjects.filter { subject in
            subject.entity?.state == .enabled && subject.decision?.verdict == .approved
                && subject.decision?.isSettled == false
        }.map(\.person.guid)
    }

    /// Disables that no administrator decided on one by one.
    func unattendedDisables(in plan: Plan) -> Int {
        let decided = disabledByDecision
        return plan.changes.count { $0.isUnattendedDisable(decided) }
    }

    /// Who is to have no mailbox by an administrator's decision.
    var disabledByDecision: Set<ObjectGUID> {
        Set(subjects.filter { $0.decision?.verdict == .disable }.map(\.person.guid))
    }
}

extension Change {
    /// Whether it disables a mailbox that no administrator decided about.
    /// - Parameter decided: whose mailboxes they decided to disable.
    func isUnattendedDisable(_ decided: Set<ObjectGUID>) -> Bool {
        operation == .deregister && !(guid.map(decided.contains) ?? false)
    }
}
