// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Sync
import WorkMail

/// Approvals that were asked for: checked as a whole before the first of them counts.
struct Approval {
    /// One request: whom, with which address, and where it was asked for.
    struct Request {
        var user: String
        var email: String?
        /// For messages: `line 3`, or nothing for an argument.
        var place: String?
    }

    let store: SyncStore
    let judge: StandingJudge
    private let organization: any MailOrganization
    /// Whether somebody whose old mailbox is gone for good may get a new, empty one.
    private let acceptsNewMailbox: Bool

    init(
        store: SyncStore, assembly: SyncAssembly, organization: any MailOrganization, acceptsNewMailbox: Bool = false
    ) async throws {
        self.store = store
        self.organization = organization
        self.acceptsNewMailbox = acceptsNewMailbox
        judge = try assembly.judge(try await organization.mailDomains())
    }

    /// Resolves and checks all requests.
    /// - Throws: one `CommandFailure` with every problem; then nothing has been decided.
    func decisions(
        _ requests: [Request], by name: String, at now: Date, reason: String? = nil
    ) async throws -> [(person: MirroredPerson, decision: Decision)] {
        var decisions: [(person: MirroredPerson, decision: Decision)] = []
        var problems: [String] = []
        var seen: [ObjectGUID: String] = [:]
        var addresses: [EmailAddress: String] = [:]
        let book = try await AccountBook(store, organization)
        for request in requests {
            let place = request.place.map { "\($0): " } ?? ""
            do {
                let person = try await store.resolve(UserReference(request.user))
                if let other = seen.updateValue(request.place ?? request.user, forKey: person.guid) {
                    problems.append("\(place)\(request.user) is the same person as \(other)")
                }
                let email = try request.email.map { try judge.check(address: $0).get() }
                if let email, let other = addresses.updateValue(request.user, forKey: email) {
                    problems.append("\(place)\(request.user) is to get \(email), as \(other) is")
                }
                if let email, let owner = try await strangeOwner(of: email, person) {
                    problems.append("\(place)\(email) belongs to \(owner.type.lowercased()) \(owner.name)".printable)
                }
                let account = try await book.account(of: person)
                // Whoever is enabled again has the address that an administrator once chose.
                let chosen = email ?? (account.user?.state == .enabled ? nil : account.decision?.email)
                if let refusal = refusal(of: person, email: chosen) {
                    problems.append("\(place)\(person.label) (\(request.user)) \(refusal)".printable)
                }
                // An approval may wait for a deleted user to be made again.
                if let user = account.user, user.state != .deleted, let refusal = EditRefusal(editing: user) {
                    problems.append("\(place)\(person.label) (\(request.user)) \(refusal)".printable)
                }
                if !acceptsNewMailbox, let deleted = account.mailboxDeletion(by: now) {
                    problems.append(
                        "\(place)\(person.label) (\(request.user)) \(EditRefusal.mailboxDeleted(deleted))".printable)
                }
                decisions.append(
                    (person, Decision(verdict: .approved, email: chosen, reason: reason, by: name, at: now)))
            } catch let failure as UserReferenceFailure {
                problems.append("\(place.printable)\(failure.printable)")
            } catch let refusal as AddressRefusal {
                problems.append("\(place)“\(request.email ?? "")” for \(request.user): \(refusal)".printable)
            }
        }
        guard problems.isEmpty else {
            throw CommandFailure(
                "approve", (["nothing was approved:"] + problems.map { "  \($0)" }).joined(separator: "\n"),
                remedy: "correct these and approve again")
        }
        return decisions
    }

    /// Who owns the address in the organization, if that is not the person.
    private func strangeOwner(of email: EmailAddress, _ person: MirroredPerson) async throws -> AddressOwner? {
        guard let owner = try await organization.describeEntity(email) else { return nil }
        let own = try await store.links()[person.guid] ?? EntityID(person.user.sid.description)
        return owner.id == own ? nil : owner
    }

    /// Checks that a user of the organization may be taken for a person: only where users have no SID to know them by, and
    /// only under the person's own user name.
    /// - Throws: `CommandFailure`, saying what does not fit; then nothing has been decided.
    func adoptable(_ id: String, for person: MirroredPerson, in kind: DirectorySettings.Kind) async throws -> MailUser {
        func refusal(_ cause: String) -> CommandFailure {
            CommandFailure("--adopt \(id)", cause, remedy: "nothing was approved; workmail-sync explain \(person.guid)")
        }
        guard kind == .workmail || !EntityID(id).isSID else {
            throw refusal("a user whose id is a SID is known by it, and is not adopted")
        }
        let user = try await organization.describeUser(EntityID(id)).user
        guard user.role == .user, user.state != .deleted else { throw refusal("it is a \(user.state) \(user.role)") }
        guard user.name.lowercased() == person.user.sAMAccountName.lowercased() else {
            throw refusal("its name is “\(user.name)” and not “\(person.user.sAMAccountName)”")
        }
        return user
    }

    /// Why somebody cannot be approved; `nil` when they can.
    private func refusal(of person: MirroredPerson, email: EmailAddress?) -> String? {
        switch person.presence {
        case .deleted, .missing: return "is no longer in the directory"
        case .present: break
        }
        guard let exclusion = person.standing.exclusion, let reason = person.standing.reason else { return nil }
        if exclusion.nature == .address { return email == nil ? "\(reason); choose an address with --email" : nil }
        return reason
    }
}
