// SPDX-License-Identifier: Apache-2.0
import Foundation
public import PasswordPolicy
public import WorkMail

/// A user whom an administrator makes in a WorkMail directory, with a mailbox at once, as the guide says.
public struct UserCreation: Sendable {
    public var user: Change.NewUser
    public var email: EmailAddress
    /// `nil` for a user who cannot sign in before a password is set.
    public var password: Password?
    /// For messages.
    public var place: String?

    public init(user: Change.NewUser, email: EmailAddress, password: Password?, place: String? = nil) {
        self.user = user
        self.email = email
        self.password = password
        self.place = place
    }
}

/// What became of one creation.
public struct CreatedUser: Hashable, Sendable {
    public var name: String
    public var email: EmailAddress
    /// `nil` when not even the user was made.
    public var id: EntityID?
    /// `nil` when all of it was done.
    public var failure: String?
}

extension SyncRun {
    /// Everything that stands in the way of the creations, before the first of them is begun.
    public func problems(with creations: [UserCreation]) async throws -> [EditProblem] {
        let domains = try await parts.organization.mailDomains()
        let verified = Dictionary(domains.map { ($0.name, $0.isVerified) }, uniquingKeysWith: { $0 || $1 })
        var taken: [String: String] = [:]
        try await parts.organization.forEachUser { users in
            for user in users where user.state != .deleted {
                taken[user.name.lowercased()] = "user already (\(user.id), \(user.state))"
            }
        }
        for group in try await parts.organization.listGroups() where group.state != .deleted {
            taken[group.name.lowercased()] = "group (\(group.id))"
        }
        var problems: [EditProblem] = []
        var names: Set<String> = []
        var addresses: [EmailAddress: String] = [:]
        for creation in creations {
            func refuse(_ clause: String, _ field: AccountField? = nil) {
                let column = creation.place == nil ? "" : field.map { ", column \($0.rawValue)" } ?? ""
                problems.append(
                    EditProblem(place: creation.place.map { $0 + column }, user: creation.user.name, clause: clause))
            }
            let name = creation.user.name
            if !names.insert(name.lowercased()).inserted { refuse("is to be created twice") }
            if let fault = UserNameRule(limit: 64).fault(of: name) { refuse("cannot be a user name: it \(fault)") }
            if ReservedName.contains(name) { refuse("is a name that the directory keeps for itself") }
            if let owner = taken[name.lowercased()] { refuse("is the name of a \(owner)") }
            if creation.user.displayName.isEmpty { refuse(EditRefusal.noDisplayName.description, .displayName) }
            for (field, text) in creation.user.texts {
                do throws(EditRefusal) { _ = try EditRules.checked(text, field) } catch {
                    refuse(error.description, field)
                }
            }
            if let other = addresses.updateValue(creation.user.name, forKey: creation.email) {
                refuse(EditRefusal.addressClaimedTwice(creation.email, other: other).description)
            }
            switch verified[creation.email.domain] {
            case true?: break
            case false?: refuse(EditRefusal.unverifiedDomain(creation.email).description)
            case nil: refuse(EditRefusal.domain(creation.email, known: domains.map(\.name)).description)
            }
            if let owner = try await parts.organization.describeEntity(creation.email) {
                refuse(EditRefusal.addressInUse(creation.email, owner).description)
            }
        }
        return problems
    }

    /// Makes the users, each with its mailbox: intent, CreateUser, outcome, intent, RegisterToWorkMail, outcome.
    ///
    /// A failure concerns one user and does not stop the others; a user who was made and could not be enabled stays,
    /// disabled, and is reported with what is left to do. When the organization itself is not to be had any more, or
    /// somebody interrupts, the rest is reported as not tried.
    public func create(_ creations: [UserCreation], by administrator: String, reason: String) async throws
        -> [CreatedUser]
    {
        try await InterruptedRun(organization: parts.organization, store: parts.store, clock: parts.clock).settle()
        var created: [CreatedUser] = []
        var end: (any Error)?
        for (index, creation) in creations.enumerated() {
            if end == nil, Task.isCancelled { end = CancellationError() }
            if let end {
                let because = end is CancellationError ? "interrupted" : "\(end)"
                created.append(
                    CreatedUser(name: creation.user.name, email: creation.email, failure: "not tried: \(because)"))
                continue
            }
            var user = CreatedUser(name: creation.user.name, email: creation.email)
            do { try await create(creation, &user, by: administrator, reason: reason) } catch {
                user.failure = "\(error)"
                if (error as? MailOrganizationError)?.concernsEverybody ?? true { end = error }
            }
            created.append(user)
            parts.progress(.applying(index + 1, of: creations.count))
        }
        return created
    }

    private func create(
        _ creation: UserCreation, _ result: inout CreatedUser, by administrator: String, reason: String
    ) async throws {
        let (new, email, password) = (creation.user, creation.email, creation.password)
        let creating = Change(
            guid: nil, label: new.displayName, entity: nil, operation: .createUser(new), reason: reason,
            actor: administrator)
        result.id = try await recorded(.intent(creating, at: parts.clock())) {
            try await parts.organization.createUser(
                name: new.name, displayName: new.displayName, firstName: new.firstName, lastName: new.lastName,
                password: password)
        }
        let registration = Change(
            guid: nil, label: new.displayName, entity: result.id, operation: .register(email), reason: reason,
            actor: administrator)
        try await recorded(.intent(registration, at: parts.clock())) {
            try await Call(organization: parts.organization).make(registration)
        }
    }
}

extension Change.NewUser {
    fileprivate var texts: [(AccountField, String)] {
        [(.displayName, displayName), (.firstName, firstName), (.lastName, lastName)]
    }
}
