// SPDX-License-Identifier: Apache-2.0
import LDAP

/// Why a password was not reset. Except in the last case nothing is changed. No case and no word of it has anything of the
/// password.
public enum PasswordResetFailure: Error, Hashable, Sendable {
    /// The connection is clear text, whatever the configuration allows the service account. Nothing was sent.
    case clearText
    /// The bytes are not UTF-8. Nothing was sent.
    case notText
    /// There is no such object any more, or the administrator may not see it.
    case gone
    /// The server said no.
    case refused(PasswordRefusal)
    /// It was sent and its end is not known: the old password or the new one is valid.
    case unknownOutcome(reason: String)

    /// `nil` for an error of our own side, which sent nothing.
    static func of(_ error: LDAPError) -> PasswordResetFailure? {
        if error.leavesOutcomeUnknown {
            return .unknownOutcome(reason: "\(error.code): \(error.diagnosticMessage)")
        }
        if error.code.isLocal { return nil }
        if error.code == .noSuchObject { return .gone }
        return .refused(PasswordRefusal(resultCode: error.code.rawValue, serverWords: error.diagnosticMessage))
    }
}

extension PasswordResetFailure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .clearText: "a password is not sent over a connection in clear text"
        case .notText: "the password is not text in UTF-8"
        case .gone: "the object is gone, or this administrator may not see it"
        case .refused(let refusal): "\(refusal)"
        case .unknownOutcome(let reason): "whether the password was reset is not known: \(reason)"
        }
    }
}
