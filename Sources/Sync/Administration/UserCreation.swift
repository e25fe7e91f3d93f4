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
        var problems: [EditProblem] = []
        var names: Set<String> = []
        var addresses: [EmailAddress: String] = [:]
        for creation in creations {
            func refuse(_ clause: String) {
                problems.append(EditProblem(place: creation.place, user: creation.user.name, clause: clause))
            }
            if !names.insert(creation.user.name.lowercased()).inserted { refuse("is to be created twice") }
            if creation.user.displayName.isEmpty { refuse("needs a display name") }
            if let taken = try await user(named: creation.user.name) {
                refuse("is the name of a user already (\(taken.id), \(taken.state))")
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
    /// disabled, and is reported with what is left to do.
    public func create(_ creations: [UserCreation], by administrator: String, reason: String) async throws
        -> [CreatedUser]
    {
        try await InterruptedRun(organization: parts.organization, store: parts.store, clock: parts.clock).settle()
        var created: [CreatedUser] = []
        for (index, creation) in creations.enumerated() {
            try Task.checkCancellation()
            created.append(try await create(creation, by: administrator, reason: reason))
            parts.progress(.applying(index + 1, of: creations.count))
        }
        return created
    }

    private func create(
        _ creation: UserCreation, by administrator: String, reason: String
    ) async throws -> CreatedUser {
        var result = CreatedUser(name: creation.user.name, email: creation.email)
        let label = creation.user.displayName
        func change(_ operation: Change.Operation) -> Change {
            Change(
                guid: nil, label: label, entity: result.id, operation: operation, reason: reason,
                actor: administrator)
        }
        do {
            result.id = try await recorded(change(.createUser(creation.user))) {
                try await parts.organization.createUser(
                    name: creation.user.name, displayName: creation.user.displayName,
                    firstName: creation.user.firstName, lastName: creation.user.lastName, password: creation.password)
            }
            let registration = change(.register(creation.email))
            _ = try await recorded(registration) { try await Call(organization: parts.organization).make(registration) }
        } catch let error as MailOrganizationError where !error.concernsEverybody {
            result.failure = "\(error)"
        }
        return result
    }

    /// A call with its intent before and its outcome after.
    private func recorded(_ change: Change, _ call: () async throws -> EntityID?) async throws -> EntityID? {
        guard let intent = try await parts.store.intend(change, at: parts.clock()) else { return nil }
        do {
            let id = try await call()
            try await parts.store.conclude(intent, result: JournalRecord.done, entity: id, at: parts.clock())
            return id
        } catch let error as MailOrganizationError {
            try await parts.store.conclude(intent, result: "\(error)", entity: nil, at: parts.clock())
            throw error
        }
    }

    private func user(named name: String) async throws -> MailUser? {
        var found: MailUser?
        try await parts.organization.forEachUser(.usernamePrefix(name)) { users in
            found = found ?? users.first { $0.state != .deleted && $0.name.lowercased() == name.lowercased() }
        }
        return found
    }
}
