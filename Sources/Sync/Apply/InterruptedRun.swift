// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import WorkMail

/// Closes the intents of a run that did not come back from a call: looks at what became of each, and writes it down.
struct InterruptedRun {
    let organization: any MailOrganization
    let store: SyncStore
    let clock: @Sendable () -> Date

    func settle() async throws {
        for intent in try await store.openIntents() {
            let (result, entity) = try await outcome(of: intent)
            try await store.conclude(intent, result: result, entity: entity, at: clock())
        }
    }

    /// Masked values cannot be compared, and whoever edited by hand sees what is there.
    private static let notKnown = "interrupted, and it is not known whether it was done"

    private func outcome(of intent: JournalRecord) async throws -> (String, EntityID?) {
        if intent.operation == "CreateUser" {
            let created = try await createdUser(named: intent.newValue ?? "")
            return (created == nil ? JournalRecord.notDone : JournalRecord.done, created)
        }
        let unseen = [JournalRecord.modifyDirectory, JournalRecord.resetInDirectory, "ResetPassword"]
        if (unseen + [OrganizationImport.operation]).contains(intent.operation) {
            return (Self.notKnown, nil)
        }
        if intent.operation == "CreateGroup" || intent.operation == "DeleteGroup" {
            let group = try await group(of: intent)
            let isDone = (group != nil) == (intent.operation == "CreateGroup")
            return isDone ? (JournalRecord.done, group ?? intent.entity) : (JournalRecord.notDone, nil)
        }
        guard let id = intent.entity else { return (JournalRecord.notDone, nil) }
        do {
            let user = try await organization.describeUser(id)
            guard let isDone = try await isDone(intent, user, id) else { return (Self.notKnown, nil) }
            return isDone ? (JournalRecord.done, id) : (JournalRecord.notDone, nil)
        } catch MailOrganizationError.Code.entityNotFound {
            return intent.operation == "DeleteUser" ? (JournalRecord.done, id) : (JournalRecord.notDone, nil)
        }
    }

    /// Whether the organization shows what was intended; `nil` where that cannot be seen.
    private func isDone(_ intent: JournalRecord, _ details: MailUserDetails, _ id: EntityID) async throws -> Bool? {
        let isEnabled = details.user.state == .enabled
        switch intent.operation {
        case "RegisterToWorkMail", "UpdatePrimaryEmailAddress":
            return isEnabled && details.user.email?.text.lowercased() == intent.newValue?.lowercased()
        case "DeregisterFromWorkMail": return !isEnabled
        case "DeleteUser": return details.user.state == .deleted
        case "UpdateUser":
            return ProfileEdit.values(inText: intent.newValue)?.allSatisfy { details.profile[$0] == $1 }
        // What belongs to a mailbox came off with it; the service lists none of it for a disabled user.
        case "DeleteAlias" where !isEnabled: return true
        case "CreateAlias", "UpdateMailboxQuota", "PutMailboxPermissions", "DeleteMailboxPermissions":
            return isEnabled ? try await isDoneWithMailbox(intent, id) : false
        case "DeleteAlias": return try await !hasAlias(id, intent.oldValue)
        case "PutMobileDeviceAccessOverride", "DeleteMobileDeviceAccessOverride":
            let texts = try await organization.listMobileDeviceAccessOverrides(id).map {
                "\($0.deviceID) \($0.effect.rawValue)".lowercased()
            }
            if let wanted = intent.newValue { return texts.contains(wanted.lowercased()) }
            return intent.oldValue.map { !texts.contains($0.lowercased()) }
        case "DeleteMobileDevice":
            let devices = try await (organization as? any MobileDeviceOrganization)?.mobileDevices(of: id)
            return devices.map { !$0.contains { $0.deviceID.lowercased() == intent.oldValue?.lowercased() } }
        default: return nil
        }
    }

    private func isDoneWithMailbox(_ intent: JournalRecord, _ id: EntityID) async throws -> Bool {
        switch intent.operation {
        case "CreateAlias": return try await hasAlias(id, intent.newValue)
        case "UpdateMailboxQuota":
            return "\(try await organization.mailboxDetails(id).quotaMegabytes) MB" == intent.newValue
        default: return try await grants(on: id, likely: intent.newValue ?? intent.oldValue) == intent.newValue
        }
    }

    /// The group that an intent is about, where there is one: by its id once it had one, since it may have been named so.
    private func group(of intent: JournalRecord) async throws -> EntityID? {
        try await organization.listGroups().first { group in
            group.state != .deleted
                && intent.entity.map { $0 == group.id } ?? (group.name.lowercased() == intent.label.lowercased())
        }?.id
    }

    private func hasAlias(_ id: EntityID, _ alias: String?) async throws -> Bool {
        try await organization.listAliases(id).contains { $0.key == alias?.lowercased() }
    }

    /// The rights of the grantee whom a journal's text names, as the journal would write them.
    private func grants(on id: EntityID, likely text: String?) async throws -> String? {
        guard let text, let end = text.range(of: " ("), let rights = text.range(of: ") ", options: .backwards) else {
            return nil
        }
        let now = try await organization.listMailboxPermissions(id).first {
            $0.grantee.value.utf8.elementsEqual(text[..<end.lowerBound].utf8)
        }
        guard let now, !now.values.isEmpty else { return nil }
        return text[..<rights.upperBound] + now.values.map(\.rawValue).sorted().joined(separator: "+")
    }

    /// A user of that name whom nobody is linked to: ours, since we are the ones who were about to create it.
    private func createdUser(named name: String) async throws -> EntityID? {
        let linked = Set(try await store.links().values)
        return try await organization.users(named: name).first {
            $0.state == .disabled && $0.enabledDate == nil && !linked.contains($0.id)
        }?.id
    }
}
