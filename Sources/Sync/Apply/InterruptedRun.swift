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
            let entity = try await entityWhereDone(intent)
            let result = entity == nil ? "interrupted, not done" : JournalRecord.done
            try await store.conclude(intent, result: result, entity: entity, at: clock())
        }
    }

    /// The entity, if the organization shows what was intended; `nil` when it was not done.
    private func entityWhereDone(_ intent: JournalRecord) async throws -> EntityID? {
        if intent.operation == "CreateUser" { return try await createdUser(named: intent.newValue ?? "") }
        guard let id = intent.entity else { return nil }
        let user: MailUser
        do { user = try await organization.describeUser(id).user } catch MailOrganizationError.Code.entityNotFound {
            return nil
        }
        let isDone =
            switch intent.operation {
            case "RegisterToWorkMail", "UpdatePrimaryEmailAddress":
                user.state == .enabled && user.email?.text.lowercased() == intent.newValue?.lowercased()
            case "DeregisterFromWorkMail": user.state != .enabled
            // The addresses of a disabled user came off with the mailbox; the service lists none.
            case "DeleteAlias" where user.state != .enabled: true
            case "DeleteAlias":
                try await !organization.listAliases(id).contains { $0.key == intent.oldValue?.lowercased() }
            default: false
            }
        return isDone ? id : nil
    }

    /// A user of that name whom nobody is linked to: ours, since we are the ones who were about to create it.
    private func createdUser(named name: String) async throws -> EntityID? {
        let linked = Set(try await store.links().values)
        let page = try await organization.listUsers(.usernamePrefix(name), limit: 100, after: nil)
        return page.elements.first {
            $0.name.lowercased() == name.lowercased() && $0.state == .disabled && $0.enabledDate == nil
                && !linked.contains($0.id)
        }?.id
    }
}
