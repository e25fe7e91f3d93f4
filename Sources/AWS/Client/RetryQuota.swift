// SPDX-License-Identifier: Apache-2.0

/// How many retries all calls of a client may have together, so that a service in trouble is not called three times as
/// often: AWS SDKs, "standard" mode.
struct RetryQuota: Equatable {
    static let capacity = 500
    static let cost = 5
    static let timeoutCost = 10

    private(set) var available = Self.capacity

    /// `false` if there is not enough left: the call fails at once.
    mutating func take(_ cost: Int) -> Bool {
        guard available >= cost else { return false }
        available -= cost
        return true
    }

    /// - Parameter lastCost: what the last retry of the call that succeeded took; 0 if there was none.
    mutating func giveBack(lastCost: Int) {
        available = min(Self.capacity, available + max(lastCost, 1))
    }
}
