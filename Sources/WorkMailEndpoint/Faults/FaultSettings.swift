// SPDX-License-Identifier: Apache-2.0

/// What goes wrong on purpose, so that a client can be rehearsed. Shares are 0 to 1; nothing goes wrong unless it is set.
public struct FaultSettings: Sendable {
    /// Whether listings end.
    public enum EndlessListing: String, CaseIterable, Sendable {
        case off
        /// The token that was given comes again.
        case sameToken = "same-token"
        /// There is always a next page; after the last one the listing begins again.
        case never
    }

    /// For how long credentials count as expired.
    public enum ExpiredToken: Hashable, Sendable {
        case never
        case always
        /// The first so many calls.
        case calls(Int)
    }

    /// The seed of all chances: the same seed and the same calls have the same faults.
    public var seed: UInt64 = 1
    /// How long an answer takes at least, and at most, in milliseconds.
    public var latencyMilliseconds: ClosedRange<Int> = 0...0
    /// Answers ThrottlingException; nothing is done.
    public var throttled = 0.0
    /// Answers InternalFailure with status 500; nothing is done.
    public var failed = 0.0
    /// Does what it is asked and then closes the connection without an answer.
    public var reset = 0.0
    /// Answers HTML with status 502, as a proxy would; nothing is done.
    public var html = 0.0
    /// Does what it is asked and answers the first half of the JSON.
    public var truncated = 0.0
    /// Reads show a user as before a write for so long, in milliseconds.
    public var delayMilliseconds = 0
    /// DescribeUser and ListUsers show a user as before the last write.
    public var stale = 0.0
    public var endlessListing = EndlessListing.off
    /// Operations that answer AccessDeniedException, by name.
    public var denied: Set<String> = []
    public var expiredToken = ExpiredToken.never
    /// How far the endpoint's clock is off, in seconds; positive: fast.
    public var clockOffsetSeconds = 0.0

    public init() {}
}
