// SPDX-License-Identifier: Apache-2.0

/// Why everybody is read and not only what changed.
public enum FullReadReason: Hashable, Sendable {
    /// Nothing was read before, or not in a way that can be continued.
    case first
    case asked
    /// The last one is this long ago.
    case due(hours: Int)
    /// The scope, the address templates, the organization's domains or what is read of a person.
    case settingsChanged
    case otherController(was: String, is: String)
    /// The same controller with another `invocationId`: its database was restored or made anew.
    case databaseReplaced(server: String)
    /// The database was put back to an earlier state behind the directory's back (USN rollback).
    case wentBack(server: String, from: Int64, to: Int64)
    /// The server refuses the cookie or the search.
    case refused(method: TrackingMethod, code: String)
    /// Neither way of asking for changes can be used.
    case noTracking(String)
    /// Somebody is otherwise in the directory than the changes have told.
    case drift(String)

    /// Whether something is wrong that an administrator should hear about.
    public var isAlarming: Bool {
        switch self {
        case .databaseReplaced, .wentBack, .drift: true
        default: false
        }
    }
}

extension FullReadReason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .first: "it is the first"
        case .asked: "it was asked for"
        case .due(let hours): "the last one was \(hours) hours ago"
        case .settingsChanged: "the scope, the address templates or the organization's domains changed"
        case .otherController(let was, let now): "\(now) was reached and not \(was), whose count of changes is another"
        case .databaseReplaced(let server): "the database of \(server) was replaced (its invocationId changed)"
        case .wentBack(let server, let from, let to):
            "the database of \(server) was put back to an earlier state (its count of changes fell from \(from) to \(to)); "
                + "a domain controller restored like that loses changes, restore it by the directory's own means"
        case .refused(let method, let code): "the server refuses to continue by \(method.words) (\(code))"
        case .noTracking(let why): "changes cannot be asked for: \(why)"
        case .drift(let who): "\(who) is otherwise in the directory than its changes told"
        }
    }
}
