// SPDX-License-Identifier: Apache-2.0
public import Foundation
public import WorkMail

/// What an administrator decided about a person. Only this ever enables anybody.
public struct Decision: Hashable, Sendable {
    public enum Verdict: String, Sendable, Codable {
        /// Give this person a mailbox and keep it.
        case approved
        /// Do not offer this person again.
        case rejected
        /// Take the mailbox away.
        case disable
    }

    public var verdict: Verdict
    /// The address the administrator chose; `nil` follows the directory.
    public var email: EmailAddress?
    public var reason: String?
    /// Who decided: the login, or `login (through sudo)`.
    public var by: String
    public var at: Date
    /// Whether it has been carried out. An approval that was, and whose mailbox is found disabled again, was overruled
    /// elsewhere and has to be made anew.
    public var isSettled: Bool

    public init(
        verdict: Verdict, email: EmailAddress? = nil, reason: String? = nil, by: String, at: Date,
        isSettled: Bool = false
    ) {
        self.verdict = verdict
        self.email = email
        self.reason = reason
        self.by = by
        self.at = at
        self.isSettled = isSettled
    }
}
