// SPDX-License-Identifier: Apache-2.0
public import Foundation
public import PasswordPolicy

/// The password policy that is in force for somebody, or for the domain, as it was read.
public struct PasswordPolicyReading: Hashable, Sendable {
    /// The policy, or why it is not known.
    public var knowledge: PolicyKnowledge
    /// Each value with where it comes from, in a fixed order; empty when the policy is not known.
    public var values: [PolicyValue]
    /// What is odd about the stored values, each a sentence that names attribute and object.
    public var warnings: [String]
    /// Whose it is, with the names that a password may not be made of; `nil` for the domain's own.
    public var subject: PasswordSubject?
    public var readAt: Date

    public init(
        knowledge: PolicyKnowledge, values: [PolicyValue], warnings: [String], subject: PasswordSubject?, readAt: Date
    ) {
        self.knowledge = knowledge
        self.values = values
        self.warnings = warnings
        self.subject = subject
        self.readAt = readAt
    }

    /// How old it is.
    public func age(at now: Date) -> TimeInterval { now.timeIntervalSince(readAt) }
}

/// One value of a policy.
public struct PolicyValue: Hashable, Sendable {
    /// What it is, for people: `minimum length`.
    public var name: String
    /// The value, for people: `7 characters`, `42 days`, `never`.
    public var text: String
    /// The attribute that it was read from: `minPwdLength`, `msDS-MinimumPasswordLength`.
    public var attribute: String
    /// Whose attribute that is.
    public var origin: PolicyOrigin

    public init(name: String, text: String, attribute: String, origin: PolicyOrigin) {
        self.name = name
        self.text = text
        self.attribute = attribute
        self.origin = origin
    }
}
