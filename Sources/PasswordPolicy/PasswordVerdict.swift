// SPDX-License-Identifier: Apache-2.0

/// What a policy says about a password: everything that is wrong with it at once, and what is merely unwise.
///
/// An expected no is a result and not an error. The texts are for people, and none has any character of the
/// password in it: they may be shown, logged and sent.
public struct PasswordVerdict: Hashable, Sendable {
    /// In the order of the policy's rules; empty for a password that the policy accepts.
    public var violations: [PasswordViolation]
    /// What the policy accepts, but its owner may be sorry for.
    public var warnings: [PasswordWarning]
    /// Why the policy, or the part of it that the directory has, could not be judged by; only the server decides then.
    public var unknown: String?
    /// What was asked for, kept or not, in the order of the policy's rules. Of no password at all nothing else is asked
    /// than that there be one.
    public var limits: [PasswordLimit] = []

    public init(violations: [PasswordViolation] = [], warnings: [PasswordWarning] = [], unknown: String? = nil) {
        self.violations = violations
        self.warnings = warnings
        self.unknown = unknown
    }

    /// Whether the policy is known and has nothing against the password.
    public var isAccepted: Bool { violations.isEmpty && unknown == nil }
    /// Whether there is nothing at all to be said against the password.
    public var isSpotless: Bool { isAccepted && warnings.isEmpty }
    /// Whether the password keeps one of ``limits``.
    public func keeps(_ limit: PasswordLimit) -> Bool { !violations.contains { $0.rule == limit.rule } }
}

/// Something that a policy asks of every password.
public struct PasswordLimit: Hashable, Sendable {
    /// The rule's name, as in a violation of it.
    public var rule: String
    /// What it asks for, such as `at least 8 characters`.
    public var limit: String
}

/// A rule that a password breaks.
public struct PasswordViolation: Hashable, Sendable, CustomStringConvertible {
    /// The rule's name, for programs and for looking it up, such as `minimum-length`.
    public var rule: String
    /// What the password needs by this rule, such as `at least 8 characters`.
    public var limit: String
    /// What to do about it, such as `add 3`.
    public var fix: String

    public init(rule: String, limit: String, fix: String) {
        self.rule = rule
        self.limit = limit
        self.fix = fix
    }

    public var description: String { "\(limit) (\(fix))" }
}

/// Something about an accepted password that is likely to make trouble.
public struct PasswordWarning: Hashable, Sendable, CustomStringConvertible {
    /// The name of what was looked for, such as `edge-space`.
    public var rule: String
    /// What was found and why it matters.
    public var reason: String

    public init(rule: String, reason: String) {
        self.rule = rule
        self.reason = reason
    }

    public var description: String { reason }
}
