// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Sync
import Testing
import WorkMail

/// One person at a time: the table of `Intention`, row by row.
@Suite struct `Planning for one person` {
    let rules = PlanningRules(directoryKind: .simpleAD)
    let applying = PlanningRules(directoryKind: .simpleAD, leaverAction: .apply)

    func plan(_ subject: Subject, _ rules: PlanningRules) -> Plan {
        Planner.plan([subject], owners: [:], rules: rules, now: People.now)
    }

    @Test func `nobody is enabled without an approval`() throws {
        let person = try People.person(1, "ana", mail: "ana@example.com")
        for decision in [nil, Decision(verdict: .rejected, by: "root", at: People.now)] {
            let subject = Subject(person: person, decision: decision, entity: try People.entity(1, "ana", .disabled))
            #expect(plan(subject, rules) == Plan())
        }
    }

    @Test func `an approved candidate is registered with the directory's address`() throws {
        let subject = Subject(
            person: try People.person(1, "ana", mail: "ana@example.com"), decision: try People.approved(),
            entity: try People.entity(1, "ana", .disabled))
        #expect(lines(plan(subject, rules)) == ["RegisterToWorkMail ana ana@example.com"])
        #expect(plan(subject, rules).mailboxesAdded == 1)
    }

    @Test func `the address chosen on approval wins over the directory's`() throws {
        let subject = Subject(
            person: try People.person(1, "ana", mail: "ana@example.com"),
            decision: try People.approved(email: "boss@example.com"), entity: try People.entity(1, "ana", .disabled))
        #expect(lines(plan(subject, rules)) == ["RegisterToWorkMail ana boss@example.com"])
    }

    @Test func `an enabled mailbox that is as it should be is left alone`() throws {
        let subject = Subject(
            person: try People.person(1, "ana", mail: "ANA@example.com"), decision: try People.approved(settled: true),
            entity: try People.entity(1, "ana", .enabled, email: "ana@example.com"))
        #expect(plan(subject, rules) == Plan())
    }

    @Test func `a new address in the directory becomes the primary address`() throws {
        let subject = Subject(
            person: try People.person(1, "ana", mail: "ana.weber@example.com"),
            decision: try People.approved(settled: true),
            entity: try People.entity(1, "ana", .enabled, email: "ana@example.com"))
        #expect(
            lines(plan(subject, rules)) == ["UpdatePrimaryEmailAddress ana ana@example.com > ana.weber@example.com"])
    }

    @Test(arguments: [nil, "", "ana", "o'brien@example.com", "ana@elsewhere.example", "ana@pending.example"])
    func `an address that the directory loses or spoils never changes an existing mailbox`(mail: String?) throws {
        let subject = Subject(
            person: try People.person(1, "ana", mail: mail), decision: try People.approved(settled: true),
            entity: try People.entity(1, "ana", .enabled, email: "ana@example.com"))
        #expect(plan(subject, rules) == Plan())
    }

    @Test func `a mailbox that nobody approved here is not ours to change`() throws {
        let subject = Subject(
            person: try People.person(1, "ana", mail: "new@example.com"),
            entity: try People.entity(1, "ana", .enabled, email: "ana@example.com"))
        #expect(plan(subject, rules) == Plan())
    }

    @Test func `leavers are proposed, or disabled where the settings say so and the evidence suffices`() throws {
        let rows: [(MirroredPerson, String, Bool)] = [
            (
                try People.person(1, "ana", mail: "a@example.com", control: [.normalAccount, .accountDisabled]), "off",
                true
            ),
            (try People.person(1, "ana", mail: "a@example.com", scope: .outsideBases), "moved out", true),
            (try People.person(1, "ana", mail: "a@example.com", presence: .deleted), "tombstone", true),
            (try People.person(1, "ana", mail: "a@example.com", presence: .missing), "only missing", false),
        ]
        for (person, comment, actsAlone) in rows {
            let subject = Subject(
                person: person, decision: try People.approved(settled: true),
                entity: try People.entity(1, "ana", .enabled, email: "a@example.com"))
            let proposed = plan(subject, rules)
            #expect(proposed.changes.isEmpty && proposed.waiting.count == 1, "\(comment)")
            let applied = plan(subject, applying)
            #expect(lines(applied) == (actsAlone ? ["DeregisterFromWorkMail ana"] : []), "\(comment)")
            #expect(applied.waiting.isEmpty == actsAlone, "\(comment)")
        }
    }

    @Test func `an entry that could not be read changes nothing, and is not passed over in silence`() throws {
        var person = try People.person(1, "ana", mail: "new@example.com")
        person.standing = Sync.Standing(exclusion: .unreadable)
        let subject = Subject(
            person: person, decision: try People.approved(settled: true),
            entity: try People.entity(1, "ana", .enabled, email: "a@example.com"))
        #expect(plan(subject, applying).changes.isEmpty)
        #expect(plan(subject, applying).waiting.map(\.hold) == [.notEligible(person.standing)])
    }

    @Test(arguments: [ScopeVerdict.notInGroups, .notMatchingFilter])
    func `what the account may merely be unable to read is proposed and never applied`(scope: ScopeVerdict) throws {
        let subject = Subject(
            person: try People.person(1, "ana", mail: "a@example.com", scope: scope),
            decision: try People.approved(settled: true),
            entity: try People.entity(1, "ana", .enabled, email: "a@example.com"))
        #expect(plan(subject, applying).changes.isEmpty && plan(subject, applying).waiting.count == 1)
    }

    @Test func `a leaver's mailbox that nobody approved here is proposed and never disabled by a run`() throws {
        let subject = Subject(
            person: try People.person(1, "ana", mail: "a@example.com", presence: .deleted),
            entity: try People.entity(1, "ana", .enabled, email: "a@example.com"))
        #expect(plan(subject, applying).changes.isEmpty && plan(subject, applying).waiting.count == 1)
    }

    @Test func `a mailbox disabled after the approval stays disabled, even if our own state forgot`() throws {
        let subject = Subject(
            person: try People.person(1, "ana", mail: "a@example.com"), decision: try People.approved(daysAgo: 3),
            entity: try People.entity(1, "ana", .disabled, disabledDaysAgo: 1))
        #expect(plan(subject, rules).changes.isEmpty)
        #expect(plan(subject, rules).waiting.map(\.hold) == [.disabledSince])
    }

    @Test func `an administrator's disable is carried out whatever the settings say`() throws {
        let subject = Subject(
            person: try People.person(1, "ana", mail: "a@example.com"),
            decision: Decision(verdict: .disable, reason: "left", by: "root", at: People.now),
            entity: try People.entity(1, "ana", .enabled, email: "a@example.com"))
        #expect(lines(plan(subject, rules)) == ["DeregisterFromWorkMail ana"])
    }

    @Test func `approved people who cannot be enabled wait, and the plan says for what`() throws {
        let ana = try People.person(1, "ana", mail: "a@example.com")
        let rows: [(Subject, Hold)] = [
            (
                Subject(person: ana, decision: try People.approved()),
                .notYetVisible(Awaited(since: People.now, lastLook: People.now))
            ),
            (
                Subject(
                    person: ana, decision: try People.approved(),
                    entity: try People.entity(1, "ana", .disabled, role: .systemUser)),
                .role(.systemUser)
            ),
            (
                Subject(
                    person: ana, decision: try People.approved(daysAgo: 3, settled: true),
                    entity: try People.entity(1, "ana", .disabled, disabledDaysAgo: 1)),
                .disabledSince
            ),
            (
                Subject(
                    person: ana, decision: try People.approved(daysAgo: 20),
                    entity: try People.entity(1, "ana", .disabled, disabledDaysAgo: 40)),
                .mailboxExpired
            ),
            (
                Subject(
                    person: ana, decision: try People.approved(),
                    namesake: try People.entity(7, "ana", .enabled, email: "a@example.com")),
                .adoption(try People.entity(7, "ana", .enabled, email: "a@example.com"))
            ),
        ]
        for (subject, hold) in rows {
            let plan = plan(subject, rules)
            #expect(plan.changes.isEmpty)
            #expect(plan.waiting.map(\.hold) == [hold])
        }
    }

    @Test func `a leaver whose mailbox was disabled is settled and waits for nothing`() throws {
        for presence in [MirroredPerson.Presence.deleted, .missing] {
            let subject = Subject(
                person: try People.person(1, "ana", mail: "a@example.com", presence: presence),
                decision: try People.approved(settled: true),
                entity: try People.entity(1, "ana", .disabled, disabledDaysAgo: 1))
            #expect(plan(subject, applying) == Plan())
        }
    }

    @Test func `whoever is approved and then leaves before the mailbox is there, waits for a rejection`() throws {
        let subject = Subject(
            person: try People.person(1, "ana", mail: "a@example.com", presence: .deleted),
            decision: try People.approved(), entity: try People.entity(1, "ana", .disabled))
        #expect(plan(subject, rules).waiting.map(\.hold) == [.gone])
    }

    @Test func `an approval made after the mailbox expired gives a new mailbox`() throws {
        let subject = Subject(
            person: try People.person(1, "ana", mail: "a@example.com"), decision: try People.approved(),
            entity: try People.entity(1, "ana", .disabled, disabledDaysAgo: 31))
        #expect(lines(plan(subject, rules)) == ["RegisterToWorkMail ana a@example.com"])
    }

    @Test func `in a WorkMail directory an approved person is created first`() throws {
        let subject = Subject(
            person: try People.person(1, "ana", mail: "a@example.com"), decision: try People.approved())
        let plan = plan(subject, PlanningRules(directoryKind: .workmail))
        #expect(lines(plan) == ["CreateUser ana ana"])
    }
}
