// SPDX-License-Identifier: Apache-2.0
import WorkMail

/// Reads all of one account, and notes what is refused.
struct AccountReading {
    let organization: any MailOrganization
    private(set) var unread: [String] = []

    init(_ organization: any MailOrganization) { self.organization = organization }

    /// What comes back with a disabled user or group; nothing where the organization does not tell.
    mutating func formerAddresses(of id: EntityID) async throws -> (email: String?, aliases: [String]) {
        guard let embedded = organization as? EmbeddedOrganization else { return (nil, []) }
        let former = try await read("former addresses") { try await embedded.formerAddresses(of: id) }
        return (former?.primary?.text, (former?.aliases ?? []).map(\.text))
    }

    /// - Parameter mayHaveNone: the service refuses some questions about those who are not enabled; that is an answer.
    /// - Throws: when the organization is not to be had at all.
    mutating func read<Value>(
        _ what: String, mayHaveNone: Bool = false, _ body: () async throws -> Value
    ) async throws -> Value? {
        do { return try await body() } catch let error as MailOrganizationError where !error.isEnd {
            if mayHaveNone, error.code == .entityState || error.code == .entityNotFound { return nil }
            // Without the request's number, in which two refusals differ that are the same.
            unread.append("\(what): \(error.operation): \(error.message) (\(error.code.rawValue))")
            return nil
        }
    }
}

extension MailOrganizationError {
    /// Whether nothing more can be read: a right that is missing for one question is not the end of an export.
    fileprivate var isEnd: Bool { concernsEverybody && !code.isAccessDenied }
}

extension ExportedUser {
    /// All that the organization tells about a user whom it lists.
    /// - Parameter name: what a grantee is called.
    static func read(
        _ listed: MailUser, from organization: any MailOrganization, name: (MailboxPermission) async throws -> String?
    ) async throws -> ExportedUser {
        var reading = AccountReading(organization)
        let details = try await reading.read("details", mayHaveNone: listed.state == .deleted) {
            try await organization.describeUser(listed.id)
        }
        let user = details?.user ?? listed
        var profile = MailProfile()
        profile.displayName = listed.displayName
        var exported = ExportedUser(
            id: user.id.value, name: user.name, role: user.role.rawValue, state: user.state.rawValue,
            email: user.email?.text, profile: details?.profile ?? profile,
            enabledDate: user.enabledDate, disabledDate: user.disabledDate,
            mailboxProvisionedDate: details?.mailboxProvisionedDate,
            mailboxDeprovisionedDate: details?.mailboxDeprovisionedDate)
        let mayHaveNone = user.state != .enabled
        if user.state == .enabled || details.map(\.mayHaveMailbox) ?? (user.state != .deleted) {
            let aliases = try await reading.read("aliases", mayHaveNone: mayHaveNone) {
                try await organization.listAliases(user.id)
            }
            exported.aliases = Self.aliases(aliases, without: user.email)
            let mailbox = try await reading.read("quota and size", mayHaveNone: mayHaveNone) {
                try await organization.mailboxDetails(user.id)
            }
            exported.quotaMegabytes = mailbox?.quotaMegabytes
            exported.sizeMegabytes = mailbox?.sizeMegabytes
            let permissions = try await reading.read("permissions", mayHaveNone: mayHaveNone) {
                try await organization.listMailboxPermissions(user.id)
            }
            for permission in (permissions ?? []).sorted(by: { $0.grantee < $1.grantee }) {
                exported.permissions.append(
                    ExportedPermission(
                        grantee: permission.grantee.value, name: try await name(permission),
                        type: permission.granteeType.rawValue, rights: permission.values.map(\.rawValue).sorted()))
            }
            let overrides = try await reading.read("device access", mayHaveNone: mayHaveNone) {
                try await organization.listMobileDeviceAccessOverrides(user.id)
            }
            exported.deviceOverrides = (overrides ?? []).map {
                ExportedDeviceOverride(
                    deviceID: $0.deviceID, effect: $0.effect.rawValue, description: $0.description,
                    created: $0.created, modified: $0.modified)
            }
        }
        if user.state == .disabled, user.disabledDate != nil {
            (exported.formerEmail, exported.formerAliases) = try await reading.formerAddresses(of: user.id)
        }
        exported.unread = reading.unread
        return exported
    }

    /// The service lists the primary address among them.
    static func aliases(_ all: [EmailAddress]?, without primary: EmailAddress?) -> [String] {
        (all ?? []).filter { $0 != primary }.sorted().map(\.text)
    }
}

extension MailUserDetails {
    /// Whether it is worth asking for a mailbox: of a directory of tens of thousands nearly all never had one.
    fileprivate var mayHaveMailbox: Bool {
        user.state != .deleted && mailboxDeprovisionedDate == nil
            && (user.email != nil || user.enabledDate != nil || user.disabledDate != nil
                || mailboxProvisionedDate != nil)
    }
}

extension ExportedGroup {
    /// All that the organization tells about a group that it lists.
    static func read(_ listed: MailGroup, from organization: any MailOrganization) async throws -> ExportedGroup {
        var reading = AccountReading(organization)
        let described = try await reading.read("details", mayHaveNone: listed.state == .deleted) {
            try await organization.describeGroup(listed.id)
        }
        let group = described ?? listed
        var exported = ExportedGroup(
            id: group.id.value, name: group.name, state: group.state.rawValue, email: group.email?.text,
            enabledDate: group.enabledDate, disabledDate: group.disabledDate,
            hiddenFromGlobalAddressList: group.hiddenFromGlobalAddressList)
        if group.state != .deleted {
            let aliases = try await reading.read("aliases", mayHaveNone: group.state != .enabled) {
                try await organization.listAliases(group.id)
            }
            exported.aliases = ExportedUser.aliases(aliases, without: group.email)
            let members = try await reading.read("members") { try await organization.listGroupMembers(group.id) }
            exported.members = (members ?? []).map { Member(id: $0.id.value, name: $0.name, type: $0.type.rawValue) }
        }
        if group.state == .disabled, group.disabledDate != nil {
            (exported.formerEmail, exported.formerAliases) = try await reading.formerAddresses(of: group.id)
        }
        exported.unread = reading.unread
        return exported
    }
}
