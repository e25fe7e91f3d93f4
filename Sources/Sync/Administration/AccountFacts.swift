// SPDX-License-Identifier: Apache-2.0
public import WorkMail

/// What the organization has of one account, as far as an edit needs it. It moves on with every change that is planned,
/// so that the second edit of a batch sees what the first one will have done.
public struct AccountFacts: Hashable, Sendable {
    public var account: Account
    /// All addresses but the primary one.
    public var aliases: Set<EmailAddress> = []
    public var mailbox: MailboxDetails?
    public var permissions: [EntityID: Set<PermissionType>] = [:]
    /// What the grantees are called, where that is needed.
    var granteeNames: [EntityID: String] = [:]
    /// By id in lower case.
    public var overrides: [String: MobileDeviceAccessEffect] = [:]
    /// By id in lower case; `nil` where the backend has no devices to show.
    public var devices: [String: MobileDevice]?
    /// Whether there is a mailbox of which something can be read; `account` moves on with what is planned.
    private let hasMailbox: Bool
    private var fieldsRead: Set<AccountField> = []

    public init(account: Account) {
        self.account = account
        hasMailbox = account.user?.state == .enabled
    }

    /// Reads what the edit needs and what has not been read yet.
    mutating func read(for edit: AccountEdit, in organization: any MailOrganization) async throws {
        guard hasMailbox, let user = account.user, let field = edit.fields.first,
            fieldsRead.insert(field == .primaryEmail ? .aliases : field).inserted
        else { return }
        switch edit {
        case .addAlias, .removeAlias, .setPrimary:
            aliases = Set(try await organization.listAliases(user.id).filter { $0 != user.email })
        case .setQuota: mailbox = try await organization.mailboxDetails(user.id)
        case .grant, .revoke, .revokeAll:
            let all = try await organization.listMailboxPermissions(user.id)
            permissions = Dictionary(all.map { ($0.grantee, $0.values) }, uniquingKeysWith: { $0.union($1) })
            if edit == .revokeAll { granteeNames = try await GranteeNames.of(all, in: organization) }
        case .blockDevice, .unblockDevice:
            let all = try await organization.listMobileDeviceAccessOverrides(user.id)
            overrides = Dictionary(all.map { ($0.deviceID.lowercased(), $0.effect) }, uniquingKeysWith: { $1 })
        case .removeDevice, .wipeDevice:
            let all = try await (organization as? any MobileDeviceOrganization)?.mobileDevices(of: user.id)
            devices = all.map { Dictionary($0.map { ($0.deviceID.lowercased(), $0) }, uniquingKeysWith: { $1 }) }
        case .setProfile, .enable, .disable, .delete: break
        }
    }

    /// The facts as they are after a change.
    mutating func move(on operation: Change.Operation) {
        switch operation {
        case .updateUser(let edit):
            if let profile = account.details?.profile { account.details?.profile = edit.applied(to: profile) }
        case .createAlias(let alias): aliases.insert(alias)
        case .deleteAlias(let alias): aliases.remove(alias)
        case .updatePrimary(let from, let to):
            aliases.remove(to)
            aliases.insert(from)
            account.details?.user.email = to
        case .updateQuota(_, let megabytes): mailbox?.quotaMegabytes = megabytes
        case .putPermissions(let grantee, _, let values): permissions[grantee.id] = values
        case .deletePermissions(let grantee, _): permissions[grantee.id] = nil
        case .putDeviceOverride(let device, _, let effect): overrides[device.lowercased()] = effect
        case .deleteDeviceOverride(let device, _): overrides[device.lowercased()] = nil
        case .removeDevice(let device): devices?[device.lowercased()] = nil
        case .register(let email):
            account.details?.user.state = .enabled
            account.details?.user.email = email
        case .deregister: account.details?.user.state = .disabled
        case .deleteUser: account.details?.user.state = .deleted
        case .createUser, .wipeDevice: break
        }
    }
}
