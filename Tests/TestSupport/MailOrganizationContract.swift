// SPDX-License-Identifier: Apache-2.0
public import PasswordPolicy
public import Testing
public import WorkMail

/// What every `MailOrganization` does, one rule a sentence, for any implementation: the embedded organization, or a
/// client that talks to one over the wire.
///
///     @Test(arguments: MailOrganizationContract.rules)
///     func `keeps the contract`(rule: MailOrganizationContract.Rule) async throws {
///         try await rule.check(on: subject)
///     }
///
/// Where the service leaves two answers open, a rule takes both. A rule makes its own users and addresses, so
/// that it can run in an organization that is not empty.
public enum MailOrganizationContract {
    /// All rules.
    public static let rules: [Rule] =
        organizationRules + userRules + stateRules + retentionRules + addressRules + listingRules
        + mailboxRules + permissionRules + groupRules + groupAddressRules + groupListingRules + memberRules
        + passwordRules + overrideRules + deviceRules + exportRules

    /// One rule and how it is checked.
    public struct Rule: Sendable, CustomTestStringConvertible {
        /// What holds, as a sentence.
        public let sentence: String
        let body: @Sendable (ContractSubject) async throws -> Void

        init(_ sentence: String, _ body: @escaping @Sendable (ContractSubject) async throws -> Void) {
            self.sentence = sentence
            self.body = body
        }

        public var testDescription: String { sentence }

        /// Checks the rule; what does not hold is recorded as an issue of the running test.
        public func check(on subject: ContractSubject) async throws { try await body(subject) }
    }
}

/// What the contract needs beside the protocol: to bring about what no operation can.
public struct ContractControls: Sendable {
    /// Makes a user who can be enabled known to the organization: DISABLED, never enabled.
    public var addUser: @Sendable (_ name: String, _ displayName: String) async throws -> EntityID
    /// The same with the role SYSTEM_USER; `nil` where there is no way.
    public var addSystemUser: (@Sendable (_ name: String) async throws -> EntityID)?
    /// Makes a DISABLED user without a mailbox DELETED.
    public var removeUser: @Sendable (EntityID) async throws -> Void
    /// Makes a group known to the organization, and makes it DELETED.
    public var addGroup: @Sendable (_ name: String) async throws -> EntityID
    public var removeGroup: @Sendable (EntityID) async throws -> Void
    /// Has the organization's directory put exactly these members into a group; `nil` where there is no way. Where
    /// groups are the organization's own to change, it is not needed.
    public var setMembers: (@Sendable (_ group: EntityID, _ members: [EntityID]) async throws -> Void)?
    /// Fills an enabled user's mailbox; `nil` where there is no way.
    public var fillMailbox: (@Sendable (EntityID, _ megabytes: Double) async throws -> Void)?
    /// Signs a user in; `nil` where there is no way.
    public var verifies: (@Sendable (Password, EntityID) async throws -> Bool)?
    /// Lets time pass for the organization; `nil` where its clock cannot be moved.
    public var advance: (@Sendable (Duration) async throws -> Void)?
    /// Whether users, groups and passwords are this organization's to make and change, or its directory's.
    public var writesUsers: Bool
    /// Two verified mail domains, and one that is not verified.
    public var domain = "example.com"
    public var otherDomain = "example.org"
    public var unverifiedDomain: String?
    /// For how long a state may take to show.
    public var patience = Duration.zero

    public init(
        writesUsers: Bool,
        addUser: @escaping @Sendable (_ name: String, _ displayName: String) async throws -> EntityID,
        removeUser: @escaping @Sendable (EntityID) async throws -> Void,
        addGroup: @escaping @Sendable (_ name: String) async throws -> EntityID,
        removeGroup: @escaping @Sendable (EntityID) async throws -> Void
    ) {
        self.writesUsers = writesUsers
        self.addUser = addUser
        self.removeUser = removeUser
        self.addGroup = addGroup
        self.removeGroup = removeGroup
    }
}

/// An organization under the contract.
public struct ContractSubject: Sendable {
    public let organization: any MailOrganization
    public let controls: ContractControls
    /// In every name and address of one check, so that two checks in one organization do not meet.
    let mark: String

    public init(organization: any MailOrganization, controls: ContractControls) {
        self.organization = organization
        self.controls = controls
        mark = String((0..<6).compactMap { _ in "abcdefghijklmnopqrstuvwxyz".randomElement() })
    }

    /// `anna` becomes a name of at most 20 characters, the least that any organization takes.
    func name(_ text: String) -> String { "\(mark).\(text)" }

    func address(_ text: String, in domain: String? = nil) throws -> EmailAddress {
        try EmailAddress("\(mark).\(text)@\(domain ?? controls.domain)")
    }

    func addUser(_ text: String) async throws -> EntityID {
        try await controls.addUser(name(text), "Display \(name(text))")
    }

    /// A user with a mailbox whose primary address is `address(text)`.
    func addEnabledUser(_ text: String) async throws -> EntityID {
        let id = try await addUser(text)
        try await organization.registerToWorkMail(id, email: address(text))
        try await shows(id, .enabled)
        return id
    }

    func addDeletedUser(_ text: String) async throws -> EntityID {
        let id = try await addUser(text)
        try await controls.removeUser(id)
        try await shows(id, .deleted)
        return id
    }

    func addGroup(_ text: String) async throws -> EntityID { try await controls.addGroup(name(text)) }

    /// A group whose primary address is `address(text)`.
    func addEnabledGroup(_ text: String) async throws -> EntityID {
        let id = try await addGroup(text)
        try await organization.registerToWorkMail(id, email: address(text))
        try await showsGroup(id, .enabled)
        return id
    }

    /// Puts these and nobody else into a group that has been empty.
    /// - Returns: whether there is a way.
    func putMembers(_ members: [EntityID], into group: EntityID) async throws -> Bool {
        if controls.writesUsers {
            for member in members { try await organization.associateMember(group: group, member: member) }
            return true
        }
        guard let setMembers = controls.setMembers else { return false }
        try await setMembers(group, members)
        return true
    }

    /// An id that nobody has.
    var nobody: EntityID { EntityID("00000000-0000-4000-8000-\(mark)000000") }

    func disable(_ id: EntityID) async throws {
        try await organization.deregisterFromWorkMail(id)
        try await shows(id, .disabled)
    }

    /// Expects a user's state, for which the organization may take its time.
    func shows(_ id: EntityID, _ state: EntityState, at location: SourceLocation = #_sourceLocation) async throws {
        try await shows(state, at: location) { try await organization.describeUser(id).user.state }
    }

    /// The same of a group.
    func showsGroup(
        _ id: EntityID, _ state: EntityState, at location: SourceLocation = #_sourceLocation
    ) async throws {
        try await shows(state, at: location) { try await organization.describeGroup(id).state }
    }

    private func shows(
        _ state: EntityState, at location: SourceLocation, _ read: () async throws -> EntityState
    ) async throws {
        let end = ContinuousClock.now + controls.patience
        var now = try await read()
        while now != state, ContinuousClock.now < end {
            try await Task.sleep(for: .seconds(1))
            now = try await read()
        }
        #expect(now == state, sourceLocation: location)
    }

    /// The aliases without the primary address.
    func aliases(of id: EntityID) async throws -> Set<EmailAddress> {
        let primary = try await organization.describeUser(id).user.email
        return Set(try await organization.listAliases(id).filter { $0 != primary })
    }

    /// Expects a refusal with one of the codes.
    func refuses(
        _ codes: Set<MailOrganizationError.Code>, at location: SourceLocation = #_sourceLocation,
        _ body: () async throws -> Void
    ) async {
        await refusesOrTakes(codes, mayTake: false, at: location, body)
    }

    /// Expects success, or a refusal with one of the codes.
    func takesOrRefuses(
        _ codes: Set<MailOrganizationError.Code>, at location: SourceLocation = #_sourceLocation,
        _ body: () async throws -> Void
    ) async {
        await refusesOrTakes(codes, mayTake: true, at: location, body)
    }

    private func refusesOrTakes(
        _ codes: Set<MailOrganizationError.Code>, mayTake: Bool, at location: SourceLocation,
        _ body: () async throws -> Void
    ) async {
        do {
            try await body()
            if !mayTake {
                Issue.record("taken, but expected \(codes.map(\.rawValue).sorted())", sourceLocation: location)
            }
        } catch let error as MailOrganizationError {
            #expect(codes.contains(error.code), "\(error)", sourceLocation: location)
            #expect(!error.message.isEmpty && !error.operation.isEmpty, sourceLocation: location)
        } catch {
            Issue.record(error, sourceLocation: location)
        }
    }
}
