// SPDX-License-Identifier: Apache-2.0

/// What a life came to, for whoever reads the test's output.
struct LifeFigures: Sendable {
    var events: [LifeEvent: Int] = [:]
    var outages: [LifeOutage: Int] = [:]
    var decisions = 0
    /// Those of them that the program refused, as the administrator would have read.
    var refusedDecisions = 0
    var quietPoints = 0
    var peopleCompared = 0
    var mailboxesCompared = 0
    /// How long it really took to make the domain controllers equal, to compare, and to live through outages.
    var (replicating, comparing, broken) = (Duration.zero, Duration.zero, Duration.zero)

    func text<Kind: RawRepresentable>(_ counts: [Kind: Int]) -> String where Kind.RawValue == String {
        counts.map { "\($0.rawValue) \($1)" }.sorted().joined(separator: ", ")
    }
}
