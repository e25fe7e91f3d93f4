// SPDX-License-Identifier: Apache-2.0

extension HostedOrganization {
    /// Returns when the service shows the entity as ENABLED with the address twice in a row. Throws `notShown` after the
    /// patience of `settling`, `entityAlreadyRegistered` when it shows another address: an answer without an error may also
    /// mean that nothing was changed.
    public func registerToWorkMail(_ id: EntityID, email: EmailAddress) async throws {
        let request = API.RegisterToWorkMail(
            organizationID: organizationID, entityID: id.value, email: email.text)
        try await whileBehind({ try await self.isBehind($0, id, email) }) {
            _ = try await self.change(request, saysSo: [.entityAlreadyRegistered, .emailAddressInUse]) {
                guard let standing = try await self.standing(of: id) else { return false }
                return standing.state == .enabled && standing.email == email
            }
        }
        var shown: (state: EntityState, email: EmailAddress?)?
        let isShown = try await settling.until(times: 2) {
            shown = try await self.standing(of: id)
            return shown?.state == .enabled && shown?.email == email
        }
        guard !isShown else { return }
        if shown?.state == .enabled, let other = shown?.email {
            throw MailOrganizationError(
                .entityAlreadyRegistered, operation: API.RegisterToWorkMail.name,
                message: "enabled already, with the address \(other)")
        }
        throw notShown(API.RegisterToWorkMail.name, "ENABLED")
    }

    private func notShown(_ operation: String, _ state: String) -> MailOrganizationError {
        MailOrganizationError(
            .notShown, operation: operation,
            message:
                "the service took it and does not show \(state) after \(settling.patience); the next run looks again")
    }

    /// Returns when the service shows the entity as not ENABLED twice in a row. Throws `notShown` after the patience of
    /// `settling`.
    public func deregisterFromWorkMail(_ id: EntityID) async throws {
        let request = API.DeregisterFromWorkMail(organizationID: organizationID, entityID: id.value)
        _ = try await change(request, saysSo: [.entityState]) {
            try await self.standing(of: id).map { $0.state != .enabled }
        }
        recent.note(id, .deregistered)
        guard try await settling.until(times: 2, { try await self.standing(of: id)?.state != .enabled }) else {
            throw notShown(API.DeregisterFromWorkMail.name, "DISABLED")
        }
    }

    /// Deletes what was disabled a moment ago, for which the service may need its time.
    func delete(
        _ operation: String, _ id: EntityID, saysSo: Set<MailOrganizationError.Code>, _ call: () async throws -> Void,
        isGone: () async throws -> Bool
    ) async throws {
        try await whileBehind({ refusal in
            refusal.code == .entityState && self.recent.has(id, .deregistered, within: self.settling.patience)
        }) {
            _ = try await self.change(operation, saysSo: saysSo, call) { try await isGone() }
        }
    }

    /// Whether a refusal of RegisterToWorkMail may pass by itself: the service does not know yet whom it has made, or a
    /// domain that it has verified.
    private func isBehind(_ refusal: MailOrganizationError, _ id: EntityID, _ email: EmailAddress) async throws -> Bool
    {
        let isNew = recent.has(id, .created, within: settling.patience)
        switch refusal.code {
        case .entityNotFound, .resourceNotFound: return isNew
        case .mailDomainState where isNew: return true
        case .mailDomainState: return try await mailDomains().contains { $0.name == email.domain && $0.isVerified }
        default: return false
        }
    }

    /// Makes a call again and again while its refusal may pass by itself.
    private func whileBehind(
        _ isBehind: (MailOrganizationError) async throws -> Bool, _ call: () async throws -> Void
    ) async throws {
        var last: MailOrganizationError?
        let isThrough = try await settling.until {
            do {
                try await call()
                return true
            } catch let refusal as MailOrganizationError {
                guard try await isBehind(refusal) else { throw refusal }
                last = refusal
                return false
            }
        }
        if !isThrough, let last { throw last }
    }
}
