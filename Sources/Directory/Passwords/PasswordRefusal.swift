// SPDX-License-Identifier: Apache-2.0
import LDAP

/// A directory's no to a new password.
///
/// The result code tells little: Active Directory refuses a reset with unwillingToPerform (53), Samba with
/// constraintViolation (19), and both use them for other things as well. What it was is a Windows error number in
/// hexadecimal, with which the diagnostic message begins: `0000052D: SvcErr: DSID-031A12D2, problem 5003 …`.
public struct PasswordRefusal: Hashable, Sendable {
    /// RFC 4511 §4.1.9.
    public var resultCode: Int32
    /// [MS-ERREF] 2.2; `nil` when the message begins with none.
    public var windowsError: UInt32?
    /// As they came. A server does not repeat the password.
    public var serverWords: String

    public init(resultCode: Int32, serverWords: String) {
        self.resultCode = resultCode
        self.serverWords = serverWords
        windowsError = Self.number(in: serverWords)
    }

    /// ERROR_PASSWORD_RESTRICTION: length, complexity, history or age. Another password may be taken.
    public var isByPolicy: Bool { windowsError == 0x52D }

    /// The eight digits before the first colon.
    private static func number(in words: String) -> UInt32? {
        let digits = words.utf8.prefix { $0 != UInt8(ascii: ":") }
        guard digits.count == 8, digits.count < words.utf8.count, digits.first != UInt8(ascii: "+") else { return nil }
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}

extension PasswordRefusal: CustomStringConvertible {
    /// The reason in words, without the server's.
    public var description: String {
        switch windowsError {
        case 0x5: "this administrator may not reset the password (00000005, access denied)"
        case 0x1F: "the directory takes a password only over an encrypted connection (0000001F)"
        case 0x56: "the old password is wrong, which a reset does not need (00000056)"
        case 0x52D: "the password does not meet the policy in force: length, complexity, history or age (0000052D)"
        case 0x52F: "the account's restrictions do not allow it (0000052F)"
        case 0x533: "the account is disabled (00000533)"
        case 0x525, 0x2030: "the user does not exist (\(hexadecimal))"
        case 0x775: "the account is locked (00000775)"
        case 0x2098: "this administrator may not reset the password (00002098, insufficient rights)"
        case 0x2077: "the directory does not let this attribute be changed so (00002077)"
        case 0x202B: "another domain controller has the object (0000202B)"
        case .some: "the directory refuses it with Windows error \(hexadecimal)"
        // Samba's no to somebody without the right has no number.
        case nil where LDAPResultCode(rawValue: resultCode) == .insufficientAccessRights:
            "this administrator may not reset the password (insufficientAccessRights)"
        case nil: "the directory refuses it: \(LDAPResultCode(rawValue: resultCode))"
        }
    }

    private var hexadecimal: String {
        let digits = String(windowsError ?? 0, radix: 16, uppercase: true)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// What to do about it.
    var remedy: String {
        switch windowsError {
        case 0x52D: "nothing was changed; choose another password: password policy USER shows what is asked for"
        case 0x5, 0x2098: "nothing was changed; use an account that has the right to reset this password"
        case 0x1F: "nothing was changed; use ldaps:// in directory.url, or directory.start_tls: true"
        case 0x202B:
            "nothing was changed; set directory.url to a domain controller of that domain that can be written to"
        case 0x525, 0x2030: "nothing was changed; look for the person in the directory"
        case nil where LDAPResultCode(rawValue: resultCode) == .insufficientAccessRights:
            "nothing was changed; use an account that has the right to reset this password"
        default: "nothing was changed; the directory's words say why"
        }
    }
}
