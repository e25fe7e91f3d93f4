// SPDX-License-Identifier: Apache-2.0
public import Directory
import Foundation
import WorkMail

/// A change of fields that the directory owns: refused here, and ready to be made there.
public struct Delegation: Hashable, Sendable {
    public var person: MirroredPerson
    public var fields: [AccountField]
    /// With the present values as the last read of the directory had them.
    public var change: DelegatedChange

    /// The change of a person's personal data to these values, of which an empty one clears the attribute.
    /// - Returns: `nil` when the directory has these values already.
    /// - Throws: `EditRefusal` for a value that could not be one.
    public static func of(_ values: [AccountField: String], for person: MirroredPerson) throws(EditRefusal)
        -> Delegation?
    {
        if person.presence != .present { throw .notListed }
        if person.user.kind == .systemAccount { throw .systemUser }
        if person.user.kind == .resource { throw .resource }
        var fields: [AccountField] = []
        var changes: [AttributeChange] = []
        for field in AccountField.personalData {
            guard let text = values[field], let attribute = field.directoryAttributes.first else { continue }
            let new = try EditRules.checked(text, field)
            let change = AttributeChange(
                attribute: attribute, old: person.user.personal[field], new: new.isEmpty ? nil : new)
            let isSame = change.old.map { Array($0.utf8) } == change.new.map { Array($0.utf8) }
            if !isSame {
                fields.append(field)
                changes.append(change)
            }
        }
        if changes.isEmpty { return nil }
        return Delegation(
            person: person, fields: fields,
            change: DelegatedChange(guid: person.guid, dn: person.user.dn, changes: changes))
    }
}

/// How a delegation ended.
public struct DelegationOutcome: Sendable {
    public var delegation: Delegation
    /// `nil` when it was made.
    public var failure: (any Error)?
    /// Whether it was begun at all: one that ends the connection ends the batch.
    public var wasTried = true
}

extension SyncRun {
    /// Makes the changes in the directory as its administrator, one after the other, each written down before and after;
    /// then looks at these people again, as the service account, and tells an embedded organization what the directory
    /// holds now.
    /// - Throws: when nobody could be changed: no connection, no bind. Everything after that is in the outcomes, also that
    ///   the connection was lost or somebody interrupted it, so that what was done before is never lost sight of.
    public func delegate(
        _ delegations: [Delegation], as credential: AdministratorCredential, by administrator: String, reason: String
    ) async throws -> [DelegationOutcome] {
        // What is written there is read there, by the service too.
        try await parts.stayWithLastController()
        return try await DirectoryAdministrator.connect(parts.directory, as: credential) { directory in
            let actor = "\(administrator), in the directory as \(directory.name)"
            var outcomes: [DelegationOutcome] = []
            var end: (any Error)?
            for delegation in delegations {
                if end == nil, Task.isCancelled { end = CancellationError() }
                if let end {
                    outcomes.append(DelegationOutcome(delegation: delegation, failure: end, wasTried: false))
                    continue
                }
                let failure = try await make(delegation, directory, actor, reason)
                outcomes.append(DelegationOutcome(delegation: delegation, failure: failure))
                if let failure, !(failure is DelegatedChangeFailure) { end = failure }
                parts.progress(.applying(outcomes.count, of: delegations.count))
            }
            return outcomes
        }
    }

    /// One change, written down before and after.
    /// - Returns: why it was not made; a `DelegatedChangeFailure` concerns this person alone.
    private func make(
        _ delegation: Delegation, _ directory: DirectoryAdministrator, _ actor: String, _ reason: String
    ) async throws -> (any Error)? {
        let intent = try await begin(delegation, actor, reason)
        do {
            _ = try await directory.apply(delegation.change)
            try await parts.store.conclude(intent, result: JournalRecord.done, entity: nil, at: parts.clock())
            return nil
        } catch let failure as DelegatedChangeFailure {
            // Without the values: some of them may not enter the journal.
            try await parts.store.conclude(
                intent, result: "not made: \(failure.withoutValues)", entity: nil, at: parts.clock())
            return failure
        } catch let failure as SyncStoreFailure {
            throw failure
        } catch {
            // Before anything was sent: `apply` tells whatever came after in a failure of its own.
            try await parts.store.conclude(
                intent, result: "not made: the directory could not be asked", entity: nil, at: parts.clock())
            return error
        }
    }

    private func begin(_ delegation: Delegation, _ actor: String, _ reason: String) async throws -> JournalRecord {
        let values = zip(delegation.fields, delegation.change.changes).map { field, change in
            ProfileEdit.Value(
                field: field, old: change.old ?? "", new: change.new ?? "", isMasked: parts.maskedFields.contains(field)
            )
        }
        var record = JournalRecord(
            at: parts.clock(), event: .intent, guid: delegation.person.guid, label: delegation.person.label,
            operation: JournalRecord.modifyDirectory, oldValue: ProfileEdit(values).text(\.old),
            newValue: ProfileEdit(values).text(\.new), reason: reason, actor: actor)
        record.id = try await parts.store.note(record)
        return record
    }
}

extension JournalRecord {
    /// The operation of a change that an administrator of the directory made there.
    static let modifyDirectory = "ModifyDirectory"
}

extension PersonalData {
    /// The value by field; `nil` where it is not set or is no text of the directory.
    public subscript(field: AccountField) -> String? {
        switch field {
        case .displayName: displayName
        case .firstName: firstName
        case .lastName: lastName
        case .initials: initials
        case .telephone: telephone
        case .street: street
        case .jobTitle: jobTitle
        case .city: city
        case .company: company
        case .zipCode: zipCode
        case .department: department
        case .country: country
        case .office: office
        default: nil
        }
    }
}
