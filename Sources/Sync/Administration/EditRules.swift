// SPDX-License-Identifier: Apache-2.0
import Foundation
import WorkMail

/// From one edit to the calls that make it, or the reason why not. Pure: everything it looks at is given.
///
/// An edit that is so already comes to no call, which is success.
struct EditRules {
    /// The organization's domains in lower case, and whether they are verified.
    var domains: [String: Bool]
    /// Who has the address that the edit would give, where that is not the account itself.
    var owner: AddressOwner?
    /// Fields whose values the configuration keeps out of the journal.
    var masked: Set<AccountField> = []

    func operations(
        for edit: AccountEdit, on facts: AccountFacts
    ) throws(EditRefusal) -> [Change.Operation] {
        let user = try editable(facts.account)
        if edit.needsMailbox, user.state != .enabled { throw .noMailbox(user.state) }
        switch edit {
        case .setProfile(let values): return try setProfile(values, facts)
        case .addAlias(let alias):
            guard alias != user.email, !facts.aliases.contains(alias) else { return [] }
            try requireFree(alias)
            try requireRoom(facts)
            return [.createAlias(alias)]
        case .removeAlias(let alias):
            if alias == user.email { throw .primaryIsNoAlias(alias) }
            guard facts.aliases.contains(alias) else { throw .noSuchAlias(alias, aliases: facts.aliases.sorted()) }
            return [.deleteAlias(alias)]
        case .setPrimary(let email):
            guard let current = user.email, current != email else { return [] }
            // Also of an alias: its domain may have lost its verification since.
            try requireFree(email)
            if !facts.aliases.contains(email) { try requireRoom(facts) }
            return [.updatePrimary(from: current, to: email)]
        case .setQuota(let megabytes):
            guard EditRefusal.quotas.contains(megabytes) else { throw .quotaOutOfRange(megabytes) }
            guard let now = facts.mailbox?.quotaMegabytes, now != megabytes else { return [] }
            return [.updateQuota(from: now, to: megabytes)]
        case .grant(let grantee, let isGroup, let values): return try grant(grantee, isGroup, values, user, facts)
        case .revoke(let grantee, let values): return try revoke(grantee, values, facts)
        case .revokeAll:
            return facts.permissions.sorted { $0.key < $1.key }.map { id, values in
                .deletePermissions(grantee: .init(id: id, name: facts.granteeNames[id] ?? id.value), from: values)
            }
        case .blockDevice(let device):
            try requireDeviceID(device)
            let now = facts.overrides[device.lowercased()]
            return now == .deny ? [] : [.putDeviceOverride(device: device, from: now, to: .deny)]
        case .unblockDevice(let device):
            try requireDeviceID(device)
            return facts.overrides[device.lowercased()].map { [.deleteDeviceOverride(device: device, from: $0)] } ?? []
        case .removeDevice(let device): return [.removeDevice(try known(device, facts).deviceID)]
        case .wipeDevice(let device): return [.wipeDevice(try known(device, facts).deviceID)]
        case .enable(let email):
            if facts.account.person != nil { throw .isInDirectory }
            if user.state == .enabled { throw .alreadyEnabled(user.email) }
            try requireFree(email)
            return [.register(email)]
        case .disable:
            return [.deregister]
        case .delete:
            if user.state == .enabled { throw .stillEnabled }
            return [.deleteUser]
        }
    }

    private func editable(_ account: Account) throws(EditRefusal) -> MailUser {
        if let refusal = account.refusal { throw refusal }
        guard let user = account.user else { throw .notListed }
        return user
    }

    private func setProfile(
        _ values: [AccountField: String], _ facts: AccountFacts
    ) throws(EditRefusal) -> [Change.Operation] {
        guard let profile = facts.account.details?.profile else { throw .notListed }
        var edits: [ProfileEdit.Value] = []
        for field in AccountField.personalData {
            guard let text = values[field] else { continue }
            let new = try Self.checked(text, field)
            if field == .displayName, new.isEmpty { throw .noDisplayName }
            let old = profile[field]
            // Bytes: two spellings of one accent are two values.
            if !old.utf8.elementsEqual(new.utf8) {
                edits.append(.init(field: field, old: old, new: new, isMasked: masked.contains(field)))
            }
        }
        return edits.isEmpty ? [] : [.updateUser(ProfileEdit(edits))]
    }

    /// A value of personal data as the service takes it.
    static func checked(_ text: String, _ field: AccountField) throws(EditRefusal) -> String {
        if field == .hiddenFromGlobalAddressList {
            switch text.lowercased() {
            case "true", "yes": return "TRUE"
            case "false", "no": return "FALSE"
            default: throw .notABoolean(field, text)
            }
        }
        let count = text.unicodeScalars.count
        guard count <= 256 else { throw .tooLong(field, count: count) }
        guard !text.utf8.contains(0) else { throw .noText(field) }
        return text
    }

    private func requireFree(_ email: EmailAddress) throws(EditRefusal) {
        switch domains[email.domain] {
        case true?: break
        case false?: throw .unverifiedDomain(email)
        case nil: throw .domain(email, known: domains.keys.sorted())
        }
        if let owner { throw .addressInUse(email, owner) }
    }

    /// Also for a new primary address, which leaves the old one behind as one more alias.
    private func requireRoom(_ facts: AccountFacts) throws(EditRefusal) {
        if facts.aliases.count >= EditRefusal.mostAliases { throw .tooManyAliases(count: facts.aliases.count) }
    }

    private func grant(
        _ grantee: Change.Grantee, _ isGroup: Bool, _ values: Set<PermissionType>, _ user: MailUser,
        _ facts: AccountFacts
    ) throws(EditRefusal) -> [Change.Operation] {
        if grantee.id == user.id { throw .granteeIsOwner }
        if isGroup, values.contains(.fullAccess) { throw .groupWithFullAccess(grantee.name) }
        let now = facts.permissions[grantee.id] ?? []
        // The service replaces what a grantee has, so what is there goes along.
        let wanted = now.union(values)
        return wanted == now ? [] : [.putPermissions(grantee: grantee, from: now, to: wanted)]
    }

    private func revoke(
        _ grantee: Change.Grantee, _ values: Set<PermissionType>?, _ facts: AccountFacts
    ) throws(EditRefusal) -> [Change.Operation] {
        guard let now = facts.permissions[grantee.id], !now.isEmpty else { throw .noSuchGrant(grantee.name) }
        if let values, now.isDisjoint(with: values) { throw .noSuchGrant(grantee.name) }
        let rest = values.map { now.subtracting($0) } ?? []
        return [
            rest.isEmpty
                ? .deletePermissions(grantee: grantee, from: now)
                : .putPermissions(grantee: grantee, from: now, to: rest)
        ]
    }

    private func requireDeviceID(_ device: String) throws(EditRefusal) {
        let isID = device.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        guard isID, (1...32).contains(device.utf8.count) else { throw .notADevice(device) }
    }

    private func known(_ device: String, _ facts: AccountFacts) throws(EditRefusal) -> MobileDevice {
        try requireDeviceID(device)
        guard let devices = facts.devices else { throw .noDevices }
        guard let found = devices[device.lowercased()] else {
            throw .noSuchDevice(device, devices: devices.values.map(\.deviceID).sorted())
        }
        return found
    }
}

extension Account {
    /// Why nothing of it is edited, whatever the edit: system users, resources and deleted users are nobody's to edit.
    public var refusal: EditRefusal? {
        guard let user else { return .notListed }
        return EditRefusal(editing: user)
    }
}

extension AccountEdit {
    /// The address that somebody gets by it, so that its owner can be looked up.
    var wantedAddress: EmailAddress? {
        switch self {
        case .addAlias(let email), .setPrimary(let email), .enable(let email): email
        default: nil
        }
    }
}
