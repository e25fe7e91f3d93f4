// SPDX-License-Identifier: Apache-2.0
import Foundation
import Sync
import WorkMail

extension Change {
    /// The operation in an administrator's words.
    var words: String {
        switch operation {
        case .createUser: "create user"
        case .register: "enable"
        case .deregister: "disable"
        case .deleteUser: "delete user"
        case .updateUser: "change personal data"
        case .updatePrimary: "change address"
        case .createAlias: "add alias"
        case .deleteAlias: "remove alias"
        case .updateQuota: "change quota"
        case .putPermissions: "set permissions"
        case .deletePermissions: "remove permissions"
        case .putDeviceOverride(_, _, let effect): effect == .deny ? "block device" : "allow device"
        case .deleteDeviceOverride: "unblock device"
        case .removeDevice: "remove device"
        case .wipeDevice: "wipe device"
        }
    }

    var shownOldValue: String? {
        switch operation {
        case .putPermissions(let grantee, let from, _), .deletePermissions(let grantee, let from):
            ValueText.shown(from, of: grantee)
        default: ValueText.shown(oldValue)
        }
    }

    var shownNewValue: String? {
        if case .putPermissions(let grantee, _, let to) = operation { return ValueText.shown(to, of: grantee) }
        return ValueText.shown(newValue)
    }
}

/// A value of the journal for people: personal data is kept as a JSON object, and shown as `jobTitle: Head`.
enum ValueText {
    /// For example `bob: FULL_ACCESS, SEND_AS`.
    static func shown(_ rights: Set<PermissionType>, of grantee: Change.Grantee) -> String? {
        rights.isEmpty ? nil : "\(grantee.name): \(rights.sorted().map(\.rawValue).joined(separator: ", "))"
    }

    static func shown(_ value: String?) -> String? {
        guard let value, value.hasPrefix("{"),
            let object = try? JSONDecoder().decode([String: String].self, from: Data(value.utf8))
        else { return value }
        return object.sorted { $0.key < $1.key }
            .map { "\($0.key): \($0.value.isEmpty ? "(none)" : $0.value)" }.joined(separator: ", ")
    }
}
