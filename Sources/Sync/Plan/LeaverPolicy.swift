// SPDX-License-Identifier: Apache-2.0

/// What happens with the mailbox of somebody who left, by the way in which it is known, and after how long.
public struct LeaverPolicy: Hashable, Sendable {
    public enum Action: String, Sendable, CaseIterable, Codable {
        /// Nothing until an administrator disables it.
        case propose
        /// It is disabled, within the safety limits, when the evidence suffices.
        case apply
    }

    /// How somebody is known to have left. That somebody is merely not found is none: it is only ever proposed.
    public enum Cause: String, Sendable, CaseIterable, Codable {
        /// The account was switched off.
        case disabled
        /// The account's date has passed.
        case expired
        /// The directory shows the tombstone.
        case deleted
        /// Moved out of scope, or no person any more.
        case outOfScope
    }

    /// Causes that are not named are proposed.
    public var actions: [Cause: Action]
    /// Whole days, counted from the run that first saw the cause, before `apply` acts.
    public var graceDays: Int

    public init(_ action: Action = .propose, actions: [Cause: Action] = [:], graceDays: Int = 0) {
        self.actions = Dictionary(Cause.allCases.map { ($0, action) }, uniquingKeysWith: { $1 })
            .merging(actions) { $1 }
        self.graceDays = graceDays
    }

    public func action(for cause: Cause) -> Action { actions[cause] ?? .propose }
}

extension LeaverCause {
    /// The policy's cause; `nil` where an administrator has to look in any case.
    public var policyCause: LeaverPolicy.Cause? {
        guard isProof else { return nil }
        switch self {
        case .deleted: return .deleted
        case .missing: return nil
        case .excluded(let standing):
            switch standing.exclusion {
            case .disabledInDirectory: return .disabled
            case .expired: return .expired
            default: return .outOfScope
            }
        }
    }
}
