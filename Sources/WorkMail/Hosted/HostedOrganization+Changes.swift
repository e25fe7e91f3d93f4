// SPDX-License-Identifier: Apache-2.0
import AWS

extension HostedOrganization {
    /// Makes a change. Where nobody knows what became of the call, looks whether it was made before making it again.
    /// - Parameters:
    ///   - saysSo: refusals that may mean that it was made already: they count as success when looking confirms it, but only
    ///     after a call whose outcome is unknown.
    ///   - isMade: whether the organization shows the change; `nil` where that cannot be seen.
    /// - Returns: the answer; `nil` when it was seen and not told.
    func change<Operation: WireOperation>(
        _ request: Operation, saysSo: Set<MailOrganizationError.Code> = [], isMade: () async throws -> Bool?
    ) async throws -> Operation.Output? {
        try await change(Operation.name, saysSo: saysSo, { try await call(request) }, isMade: isMade)
    }

    func change<Output>(
        _ operation: String, saysSo: Set<MailOrganizationError.Code> = [], _ call: () async throws -> Output,
        isMade: () async throws -> Bool?
    ) async throws -> Output? {
        var trouble: ServiceTrouble?
        for attempt in 1...Self.attempts {
            do { return try await call() } catch let error as ServiceTrouble where error.isOutcomeUnknown {
                trouble = error
                guard let isThere = try await isMade() else { throw error }
                if isThere { return nil }
                if attempt < Self.attempts { try await settling.wait(settling.pause * attempt) }
            } catch let refusal as MailOrganizationError where trouble != nil && saysSo.contains(refusal.code) {
                // The look before was answered with what was before the change.
                if try await settling.until({ try await isMade() == true }) { return nil }
                throw refusal
            }
        }
        throw MailOrganizationError(
            .serviceFailed, operation: operation,
            message: "sent \(Self.attempts) times and not made, as looking shows: \(trouble?.cause ?? "no answer")")
    }

    /// How often one change is sent at the most, each time after a look.
    private static let attempts = 4

    /// What the entity, a user or a group, is and has; `nil` for one that the service does not know.
    func standing(of id: EntityID) async throws -> (state: EntityState, email: EmailAddress?)? {
        do {
            let user = try await describeUser(id).user
            return (user.state, user.email)
        } catch MailOrganizationError.Code.entityNotFound {
            do {
                let group = try await describeGroup(id)
                return (group.state, group.email)
            } catch MailOrganizationError.Code.entityNotFound { return nil }
        }
    }

    func owns(_ id: EntityID, _ address: EmailAddress) async throws -> Bool {
        try await describeEntity(address)?.id == id
    }
}
