// SPDX-License-Identifier: Apache-2.0
import WorkMail

extension SyncRun {
    /// One call that no plan has, with its intent written down before it and its outcome after.
    /// - Parameter intent: without its number.
    /// - Returns: the entity that the call made or was about.
    /// - Throws: what the call throws; a refusal of the organization is in the journal by then. From anything else nobody
    ///   knows whether it was done: the intent stays open for the next run to look.
    @discardableResult
    func recorded(_ intent: JournalRecord, _ call: () async throws -> EntityID?) async throws -> EntityID? {
        var intent = intent
        intent.id = try await parts.store.note(intent)
        let requests = RequestLog()
        do {
            let id = try await requests.during(call)
            try await parts.store.conclude(
                intent, result: JournalRecord.done, entity: id, requests: requests.ids, at: parts.clock())
            return id
        } catch let error as MailOrganizationError {
            try await parts.store.conclude(
                intent, result: "\(error)", entity: nil, requests: requests.ids, at: parts.clock())
            throw error
        }
    }
}
