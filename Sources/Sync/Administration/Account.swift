// SPDX-License-Identifier: Apache-2.0
public import Directory
public import Foundation
public import WorkMail

/// Somebody as an administrator means them: a person of the mirror with their user of the organization, or a user whom
/// only the organization has.
public struct Account: Hashable, Sendable {
    public var person: MirroredPerson?
    /// The organization's user; `nil` when it lists none for the person.
    public var details: MailUserDetails?
    public var decision: Decision?

    public init(person: MirroredPerson?, details: MailUserDetails?, decision: Decision? = nil) {
        self.person = person
        self.details = details
        self.decision = decision
    }

    public var guid: ObjectGUID? { person?.guid }
    public var user: MailUser? { details?.user }
    /// When the old mailbox was deleted for good; `nil` where there was none, or it can still come back.
    public func mailboxDeletion(by now: Date) -> Date? {
        guard let user, user.state != .enabled, let disabled = user.disabledDate,
            MailboxRetentionPeriod.isOver(disabled: disabled, at: now)
        else { return nil }
        return MailboxRetentionPeriod.end(disabled: disabled)
    }
    /// What to call them in a sentence.
    public var label: String {
        guard let user else { return person?.label ?? "nobody" }
        return person?.label ?? (user.displayName.isEmpty ? user.name : user.displayName)
    }
    /// The user name: what they are called at the shell.
    public var name: String { person?.user.sAMAccountName ?? user?.name ?? "" }
}

/// Finds accounts. The links are read once, so that a file of thousands is looked up quickly.
public struct AccountBook: Sendable {
    private let store: SyncStore
    private let organization: any MailOrganization
    private let links: [ObjectGUID: EntityID]
    private let people: [EntityID: ObjectGUID]
    /// The organization's users by name in small letters; `nil` while each is asked for.
    private var names: [String: EntityID]?

    public init(_ store: SyncStore, _ organization: any MailOrganization) async throws {
        self.store = store
        self.organization = organization
        links = try await store.links()
        people = Dictionary(links.map { ($1, $0) }, uniquingKeysWith: { a, _ in a })
    }

    /// The book for looking up that many: above a handful it reads all names of the organization once, since a search by
    /// name reads all of them too.
    public func ready(for count: Int) async throws -> AccountBook {
        guard count > 20, names == nil else { return self }
        var names: [String: EntityID] = [:]
        try await organization.forEachUser(nil) { users in
            for user in users where user.state != .deleted { names[user.name.lowercased()] = user.id }
        }
        var book = self
        book.names = names
        return book
    }

    /// Whom a text means: a person of the mirror by objectGUID, sAMAccountName, UPN, address or DN; else a user of the
    /// organization by address, id or name.
    /// - Throws: `UserReferenceFailure` when it means nobody or more than one.
    public func account(_ text: String) async throws -> Account {
        do {
            return try await account(of: try await store.resolve(UserReference(text)))
        } catch let failure as UserReferenceFailure {
            guard case .unknown = failure else { throw failure }
            guard let id = try await entity(text), let details = try await describe(id) else { throw failure }
            if let person = try await person(of: id) {
                return Account(person: person, details: details, decision: try await store.decision(about: person.guid))
            }
            return Account(person: nil, details: details)
        }
    }

    /// The account of a person.
    public func account(of person: MirroredPerson) async throws -> Account {
        let id = links[person.guid] ?? EntityID(person.user.sid.description)
        return Account(
            person: person, details: try await describe(id), decision: try await store.decision(about: person.guid))
    }

    /// The account of a user of the organization.
    public func account(of user: MailUser) async throws -> Account {
        let person = try await person(of: user.id)
        var decision: Decision?
        if let person { decision = try await store.decision(about: person.guid) }
        return Account(person: person, details: try await describe(user.id), decision: decision)
    }

    private func person(of id: EntityID) async throws -> MirroredPerson? {
        if let guid = people[id] { return try await store.person(guid) }
        return try await store.people(withSIDs: [id]).first
    }

    private func entity(_ text: String) async throws -> EntityID? {
        if let address = try? EmailAddress(text), let owner = try await organization.describeEntity(address) {
            return owner.type == "USER" ? owner.id : nil
        }
        if let details = try await describe(EntityID(text)) { return details.user.id }
        guard !text.isEmpty else { return nil }
        if let names { return names[text.lowercased()] }
        return try await organization.users(named: text).last?.id
    }

    private func describe(_ id: EntityID) async throws -> MailUserDetails? {
        do { return try await organization.describeUser(id) } catch MailOrganizationError.Code.entityNotFound {
            return nil
        } catch MailOrganizationError.Code.invalidParameter {
            // A text that is no identifier at all.
            return nil
        }
    }
}
