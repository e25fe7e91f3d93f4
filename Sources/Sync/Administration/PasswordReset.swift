// SPDX-License-Identifier: Apache-2.0
public import Directory
import Foundation
public import PasswordPolicy
import WorkMail

extension SyncRun {
    /// The policy in force for somebody, read now and kept; where the directory cannot be asked, as it was last read.
    /// - Returns: the reading, and why it is not of now.
    /// - Throws: when the directory cannot be asked and nothing was kept.
    public func passwordPolicy(of user: ObjectGUID?) async throws -> (
        reading: PasswordPolicyReading, trouble: (any Error)?
    ) {
        do {
            let now = parts.clock()
            let reading = try await ActiveDirectory.connect(parts.directory) { directory in
                try await directory.passwordPolicy(of: user, at: now)
            }
            try await parts.store.keep(reading, of: user)
            return (reading, nil)
        } catch {
            guard DirectoryTrouble(error) != nil, let kept = try await parts.store.passwordPolicy(of: user) else {
                throw error
            }
            return (kept, error)
        }
    }

    /// Sets a user's password in the mail organization, written down before and after, without the password.
    public func resetPassword(
        of account: Account, to password: Password, by administrator: String, reason: String
    ) async throws {
        guard let user = account.user else { throw EditRefusal.notListed }
        if let refusal = account.refusal { throw refusal }
        let intent = JournalRecord(
            at: parts.clock(), event: .intent, guid: account.guid, label: account.label, entity: user.id,
            operation: "ResetPassword", reason: reason, actor: administrator)
        try await recorded(intent) {
            try await parts.organization.resetPassword(user.id, password: password)
            return user.id
        }
    }

    /// Sets a person's password in the directory, as its administrator.
    /// - Throws: `PasswordResetFailure`; `LDAPError` and TLS failures when nothing could be sent.
    public func resetPassword(
        of person: MirroredPerson, to password: Password, mustChangeAtNextLogon: Bool, unlock: Bool,
        as credential: AdministratorCredential, by administrator: String, reason: String
    ) async throws {
        try await DirectoryAdministrator.connect(parts.directory, as: credential) { directory in
            let actor = "\(administrator), in the directory as \(directory.name)"
            var intent = JournalRecord(
                at: parts.clock(), event: .intent, guid: person.guid, label: person.label,
                operation: JournalRecord.resetInDirectory, reason: reason, actor: actor)
            intent.id = try await parts.store.note(intent)
            do {
                try await directory.resetPassword(
                    of: person.guid, to: password, mustChangeAtNextLogon: mustChangeAtNextLogon, unlock: unlock)
                try await parts.store.conclude(intent, result: JournalRecord.done, entity: nil, at: parts.clock())
            } catch let failure as PasswordResetFailure {
                try await parts.store.conclude(intent, result: "\(failure)", entity: nil, at: parts.clock())
                throw failure
            } catch {
                try await parts.store.conclude(
                    intent, result: "not set: the directory could not be asked", entity: nil, at: parts.clock())
                throw error
            }
        }
    }
}

extension JournalRecord {
    /// The operation of a password that an administrator of the directory set there.
    static let resetInDirectory = "ResetDirectoryPassword"
}
