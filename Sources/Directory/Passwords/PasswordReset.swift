// SPDX-License-Identifier: Apache-2.0
import LDAP
public import PasswordPolicy

extension DirectoryAdministrator {
    /// Gives a user another password, as an administrator does it: without the old one, and without regard to history and
    /// minimum age ([MS-ADTS] 3.1.1.3.1.5.1). One modify operation, so all of it is done or nothing.
    ///
    /// - Parameters:
    ///   - mustChangeAtNextLogon: sets `pwdLastSet` to 0.
    ///   - unlock: sets `lockoutTime` to 0.
    /// - Throws: `PasswordResetFailure`; before anything is sent when the connection is clear text or the password is no
    ///   text; `LDAPError` when it could not be sent.
    public func resetPassword(
        of user: ObjectGUID, to password: Password, mustChangeAtNextLogon: Bool = false, unlock: Bool = false
    ) async throws {
        guard connection.configuration.transport != .clear else { throw PasswordResetFailure.clearText }
        guard let secret = UnicodePassword.encoded(password) else { throw PasswordResetFailure.notText }
        defer { withExtendedLifetime(secret) {} }
        try Task.checkCancellation()
        // The array is the secret's own, which overwrites it when this function ends.
        var modifications = secret.withBytes { [Modification(.replace, "unicodePwd", [$0])] }
        if mustChangeAtNextLogon { modifications.append(Modification(.replace, "pwdLastSet", [Array("0".utf8)])) }
        if unlock { modifications.append(Modification(.replace, "lockoutTime", [Array("0".utf8)])) }
        do {
            try await connection.modify(.guid(user.bytes), modifications)
        } catch is CancellationError {
            throw PasswordResetFailure.unknownOutcome(reason: "it was cancelled while waiting for the answer")
        } catch let error as LDAPError {
            throw PasswordResetFailure.of(error) ?? error
        }
    }
}
