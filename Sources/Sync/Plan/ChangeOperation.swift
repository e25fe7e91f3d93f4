// SPDX-License-Identifier: Apache-2.0
public import WorkMail

extension Change {
    /// What is called, with everything that the call takes, and the value before it.
    public enum Operation: Hashable, Sendable {
        /// CreateUser: only in a WorkMail directory, where users do not appear by themselves. Disabled, not billed.
        case createUser(NewUser)
        /// RegisterToWorkMail: one more billed mailbox.
        case register(EmailAddress)
        /// DeregisterFromWorkMail.
        case deregister
        /// DeleteUser, for good.
        case deleteUser
        /// UpdateUser: some fields of the personal data; the others go along as they are.
        case updateUser(ProfileEdit)
        /// UpdatePrimaryEmailAddress; the old address stays as an alias.
        case updatePrimary(from: EmailAddress, to: EmailAddress)
        case createAlias(EmailAddress)
        /// DeleteAlias: to release an address for somebody else, or a temporary one, or because somebody wants it.
        case deleteAlias(EmailAddress)
        /// UpdateMailboxQuota, in MB.
        case updateQuota(from: Int, to: Int)
        /// PutMailboxPermissions: replaces all that the grantee may do with the mailbox.
        case putPermissions(grantee: Grantee, from: Set<PermissionType>, to: Set<PermissionType>)
        /// DeleteMailboxPermissions: takes all of it.
        case deletePermissions(grantee: Grantee, from: Set<PermissionType>)
        /// PutMobileDeviceAccessOverride.
        case putDeviceOverride(device: String, from: MobileDeviceAccessEffect?, to: MobileDeviceAccessEffect)
        /// DeleteMobileDeviceAccessOverride.
        case deleteDeviceOverride(device: String, from: MobileDeviceAccessEffect)
        case removeDevice(String)
        case wipeDevice(String)
    }

    /// Who is given rights on a mailbox.
    public struct Grantee: Hashable, Sendable {
        public var id: EntityID
        /// For people.
        public var name: String

        public init(id: EntityID, name: String) {
            self.id = id
            self.name = name
        }
    }
}

extension Change.Operation {
    /// The API operation's name; where the hosted API has none, a name of the same form.
    public var name: String {
        switch self {
        case .createUser: "CreateUser"
        case .register: "RegisterToWorkMail"
        case .deregister: "DeregisterFromWorkMail"
        case .deleteUser: "DeleteUser"
        case .updateUser: "UpdateUser"
        case .updatePrimary: "UpdatePrimaryEmailAddress"
        case .createAlias: "CreateAlias"
        case .deleteAlias: "DeleteAlias"
        case .updateQuota: "UpdateMailboxQuota"
        case .putPermissions: "PutMailboxPermissions"
        case .deletePermissions: "DeleteMailboxPermissions"
        case .putDeviceOverride: "PutMobileDeviceAccessOverride"
        case .deleteDeviceOverride: "DeleteMobileDeviceAccessOverride"
        case .removeDevice: "DeleteMobileDevice"
        case .wipeDevice: "WipeMobileDevice"
        }
    }

    /// What was, and what is to be, as the journal keeps it.
    var values: (old: String?, new: String?) {
        switch self {
        case .createUser(let user): (nil, user.name)
        case .register(let email): (nil, email.text)
        case .deregister, .deleteUser: (nil, nil)
        case .updateUser(let edit): (edit.text(\.old), edit.text(\.new))
        case .updatePrimary(let from, let to): (from.text, to.text)
        case .createAlias(let alias): (nil, alias.text)
        case .deleteAlias(let alias): (alias.text, nil)
        case .updateQuota(let from, let to): ("\(from) MB", "\(to) MB")
        case .putPermissions(let grantee, let from, let to): (grantee.text(from), grantee.text(to))
        case .deletePermissions(let grantee, let from): (grantee.text(from), nil)
        case .putDeviceOverride(let device, let from, let to):
            (from.map { "\(device) \($0.rawValue)" }, "\(device) \(to.rawValue)")
        case .deleteDeviceOverride(let device, let from): ("\(device) \(from.rawValue)", nil)
        case .removeDevice(let device), .wipeDevice(let device): (device, nil)
        }
    }
}

extension Change.Grantee {
    /// For example `S-1-5-21-1-2-3-1104 (bob) SEND_AS+SEND_ON_BEHALF`; nothing for no rights.
    fileprivate func text(_ values: Set<PermissionType>) -> String? {
        values.isEmpty ? nil : "\(id) (\(name)) " + values.map(\.rawValue).sorted().joined(separator: "+")
    }
}
