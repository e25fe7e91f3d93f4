// SPDX-License-Identifier: Apache-2.0

/// How much of the directory an observation speaks of. Only a `.complete` one says anything about who is absent.
public enum Extent: Hashable, Sendable {
    case complete
    case partial(reason: String)
}

/// One user as observed, with the scope's verdict.
public struct ObservedUser: Sendable {
    public var user: DirectoryUser
    public var scope: ScopeVerdict

    public init(user: DirectoryUser, scope: ScopeVerdict) {
        self.user = user
        self.scope = scope
    }
}

/// A page of the observation: what could be read, and what could not.
public struct ObservedPage: Sendable {
    public var users: [ObservedUser] = []
    public var issues: [DirectoryIssue] = []

    public init() {}
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
