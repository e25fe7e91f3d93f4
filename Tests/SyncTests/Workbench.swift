// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import LDAP
import Synchronization
import WorkMail

@testable import Sync

/// A clock that a test moves by hand.
final class MovableClock: Sendable {
    private let moment: Mutex<Date>

    init(_ start: Date = People.now) { moment = Mutex(start) }

    var now: Date { moment.withLock { $0 } }
    func advance(_ seconds: Double) { moment.withLock { $0 += seconds } }
    func advance(days: Double) { advance(days * People.day) }
}

/// A state database and an embedded organization that share a movable clock, and people who are in both as after a read
/// of a directory: everything of a run but the directory.
struct Workbench: Sendable {
    let folder: String
    let clock = MovableClock()
    var parts: SyncParts
    let organization: EmbeddedOrganization

    var store: SyncStore { parts.store }
    var run: SyncRun { SyncRun(parts) }

    static func with(
        _ ownership: OwnershipFacts = OwnershipFacts(directoryKind: .simpleAD), leavers: LeaverPolicy = LeaverPolicy(),
        keepsSettings: Bool = true, _ body: (Workbench) async throws -> Void
    ) async throws {
        try await `The state database`.inFolder { folder in
            try await body(try Workbench(folder, PlanningRules(ownership: ownership, leavers: leavers), keepsSettings))
        }
    }

    private init(_ folder: String, _ rules: PlanningRules, _ keepsSettings: Bool) throws {
        self.folder = folder
        let settings = EmbeddedSettings(
            alias: "bench", domains: People.domains,
            directoryKind: rules.directoryKind.isDirectoryBacked ? .directoryBacked : .workMail,
            keepsSettingsOfDisabled: keepsSettings)
        let clock = clock
        organization = try EmbeddedOrganization(
            file: folder + "/organization.db", settings: settings, clock: { clock.now })
        // Nothing here asks the directory.
        let directory = DirectoryConfiguration(
            connection: LDAPConfiguration(
                url: try LDAPURL(parsing: "ldaps://127.0.0.1:1"), transport: .tls, trust: .file("/none")),
            bindName: "nobody", bindPassword: Secret([]))
        parts = SyncParts(
            store: try SyncStore(path: folder + "/state.db"), directory: directory, scope: ScopeDefinition(),
            organization: organization, templates: [try AddressTemplate("{mail}")], rules: rules,
            clock: { clock.now })
    }

    /// Puts people into the mirror and, where it has them from a directory, into the organization.
    @discardableResult
    func add(_ people: MirroredPerson...) async throws -> [EntityID] { try await add(people) }

    func add(_ people: [MirroredPerson]) async throws -> [EntityID] {
        try await store.beginCompleteRead()
        _ = try await store.mirror(
            people.map { (ObservedUser(user: $0.user, scope: $0.scope), $0.standing) }, issues: [])
        if parts.rules.directoryKind.isDirectoryBacked {
            try await organization.directoryHolds(people.compactMap { DirectorySourcedUser($0.user) })
        }
        return people.map { EntityID($0.user.sid.description) }
    }

    /// Adds somebody with a mailbox that an administrator approved.
    func enabled(_ number: Int, _ name: String) async throws -> (person: MirroredPerson, id: EntityID) {
        let person = try People.person(number, name, mail: "\(name)@example.com")
        let id = try await add(person)[0]
        try await approve(person)
        _ = try await run.carryOut(for: [person.guid])
        return (person, id)
    }

    func approve(_ person: MirroredPerson, email: String? = nil) async throws {
        try await decide(.approved, person, email: email)
    }

    func decide(_ verdict: Decision.Verdict, _ person: MirroredPerson, email: String? = nil) async throws {
        clock.advance(1)
        let decision = Decision(
            verdict: verdict, email: try email.map { try EmailAddress($0) }, by: "root", at: clock.now)
        try await store.record([(person, decision)])
        clock.advance(1)
    }

    /// Decides and carries out at once.
    @discardableResult
    func carryOut(_ verdict: Decision.Verdict, _ person: MirroredPerson, email: String? = nil) async throws
        -> RunReport
    {
        try await decide(verdict, person, email: email)
        return try await run.carryOut(for: [person.guid])
    }

    func account(_ text: String) async throws -> Account {
        try await AccountBook(store, organization).account(text)
    }

    /// Plans edits as an administrator asks for them.
    func plan(_ edits: (user: String, edit: AccountEdit)..., place: String? = nil) async throws -> EditPlan {
        var requests: [EditRequest] = []
        for (number, (user, edit)) in edits.enumerated() {
            requests.append(
                EditRequest(
                    user: user, account: try await account(user), edit: edit,
                    place: place.map { "\($0), line \(number + 2)" }))
        }
        var planner = try await EditPlanner(parts, by: "root", reason: "test")
        return try await planner.plan(requests)
    }

    /// All addresses of an enabled user, the primary one with a star.
    func addresses(_ id: EntityID) async throws -> [String] {
        let primary = try await organization.describeUser(id).user.email
        return try await organization.listAliases(id).sorted().map { ($0 == primary ? "*" : "") + $0.text }
    }

    func results(_ guid: ObjectGUID) async throws -> [String] {
        try await store.journal(of: guid).filter { $0.event == .outcome }.map { "\($0.operation): \($0.result ?? "")" }
    }
}
