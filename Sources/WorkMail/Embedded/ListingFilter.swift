// SPDX-License-Identifier: Apache-2.0
import GRDB

/// A condition on the rows of a listing, with its arguments.
typealias ListingCondition = (sql: String, arguments: StatementArguments)

/// Compared without the case of ASCII letters, as names and addresses are. `substr` and not LIKE: a prefix may hold `%`
/// or `_`.
private func begins(_ column: String, with prefix: String) -> ListingCondition {
    ("substr(\(column), 1, ?) = ? COLLATE NOCASE", [prefix.unicodeScalars.count, prefix])
}

/// Spelled out so that the partial indexes serve.
private func isState(_ column: String, _ state: EntityState) -> ListingCondition {
    switch state {
    case .enabled: ("\(column) = 'ENABLED'", [])
    case .deleted: ("\(column) = 'DELETED'", [])
    default: ("\(column) = ?", [state.rawValue])
    }
}

extension UsersFilter {
    /// On `UserRow.columns`.
    var condition: ListingCondition {
        switch self {
        case .state(let state): isState("u.state", state)
        case .usernamePrefix(let text): begins("u.name", with: text)
        case .displayNamePrefix(let text): begins("u.displayName", with: text)
        case .primaryEmailPrefix(let text): begins("a.key", with: text)
        }
    }

    /// What tells it from every other filter.
    var words: [String] {
        switch self {
        case .state(let state): ["state", state.rawValue]
        case .usernamePrefix(let text): ["name", text]
        case .displayNamePrefix(let text): ["displayName", text]
        case .primaryEmailPrefix(let text): ["email", text]
        }
    }
}

extension GroupsFilter {
    /// On `GroupRow.columns`.
    var condition: ListingCondition {
        switch self {
        case .state(let state): isState("g.state", state)
        case .namePrefix(let text): begins("g.name", with: text)
        case .primaryEmailPrefix(let text): begins("a.key", with: text)
        }
    }

    /// What tells it from every other filter.
    var words: [String] {
        switch self {
        case .state(let state): ["state", state.rawValue]
        case .namePrefix(let text): ["name", text]
        case .primaryEmailPrefix(let text): ["email", text]
        }
    }
}
