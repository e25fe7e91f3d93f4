// SPDX-License-Identifier: Apache-2.0

/// One user as observed, with the scope's verdict.
public struct ObservedUser: Sendable {
    public var user: DirectoryUser
    public var scope: ScopeVerdict
    /// What describes the user and could not be read.
    public var faults: [DirectoryIssue]

    public init(user: DirectoryUser, scope: ScopeVerdict, faults: [DirectoryIssue] = []) {
        self.user = user
        self.scope = scope
        self.faults = faults
    }
}

/// A page of the observation: what could be read, and what could not.
public struct ObservedPage: Sendable {
    public var users: [ObservedUser] = []
    public var issues: [DirectoryIssue] = []

    public init() {}

    /// The highest `uSNChanged` of anybody on it, 0 of nobody; `.max` when somebody's is not told.
    public var highestUSN: Int64 { users.reduce(0) { max($0, $1.user.uSNChanged ?? .max) } }

    public var witnesses: [USNWitness] {
        users.compactMap { observed in
            observed.user.uSNChanged.map { USNWitness(guid: observed.user.guid, usn: $0) }
        }
    }
}

/// How it is known that a user whom the mirror has is no longer there.
public enum Absence: Hashable, Sendable {
    /// The directory shows the tombstone.
    case tombstone
    /// Missing from a complete read, and a second look by objectGUID found nothing either. On a server that hides
    /// tombstones or the object this is all there is to see, so it never suffices for acting without an administrator.
    case missing
    /// The second look found the object: it only was not in the read.
    case present
}
