// SPDX-License-Identifier: Apache-2.0
import PasswordPolicy
import WorkMail

/// An organization whose reads lag behind its writes: DescribeUser and ListUsers show a user as before a write, for a
/// while (`delayMilliseconds`) or by chance (`stale`). Everything else is as it is.
struct LaggingOrganization: MailOrganization {
    let organization: any MailOrganization
    let settings: FaultSettings
    let dice: FaultDice
    private let past: UserHistory

    /// The organization itself where nothing lags.
    static func wrap(
        _ organization: any MailOrganization, _ settings: FaultSettings, _ dice: FaultDice
    ) -> any MailOrganization {
        guard settings.delayMilliseconds > 0 || settings.stale > 0 else { return organization }
        return LaggingOrganization(
            organization: organization, settings: settings, dice: dice,
            past: UserHistory(delay: .milliseconds(settings.delayMilliseconds)))
    }

    func describeUser(_ id: EntityID) async throws -> MailUserDetails {
        let now = try await organization.describeUser(id)
        switch shown(id) {
        case .now: return now
        case .before(let details?): return details
        case .before(nil):
            throw MailOrganizationError(
                .entityNotFound, operation: "DescribeUser", message: "the organization has no user with the id \(id)")
        }
    }

    /// Rows are shown as before, or not yet; none is added to a page.
    func listUsers(_ filter: UsersFilter?, limit: Int, after token: String?) async throws -> Page<MailUser> {
        var page = try await organization.listUsers(filter, limit: limit, after: token)
        page.elements = page.elements.compactMap { user in
            switch shown(user.id) {
            case .now: user
            case .before(let details): details?.user
            }
        }
        if case .state(let state) = filter { page.elements.removeAll { $0.state != state } }
        return page
    }

    private enum Shown {
        case now
        /// `nil`: not there yet.
        case before(MailUserDetails?)
    }

    private func shown(_ id: EntityID) -> Shown {
        if let before = past.hidden(id) {
            dice.counts.count(.delayed)
            return .before(before.details)
        }
        if let last = past.last(id), dice.falls(on: .stale, share: settings.stale) { return .before(last.details) }
        return .now
    }

    /// Does a write and remembers what was before it.
    func writing<R>(_ id: EntityID, _ write: () async throws -> R) async throws -> R {
        let before = try? await organization.describeUser(id)
        let result = try await write()
        if let before { past.remember(id, before) }
        return result
    }

    func createUser(
        name: String, displayName: String, firstName: String, lastName: String, password: Password?
    ) async throws -> EntityID {
        let id = try await organization.createUser(
            name: name, displayName: displayName, firstName: firstName, lastName: lastName, password: password)
        past.remember(id, nil)
        return id
    }
}
