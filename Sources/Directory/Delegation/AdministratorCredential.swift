// SPDX-License-Identifier: Apache-2.0
import LDAP

/// As whom an administrator changes the directory. Nobody's but the administrator's own, and never stored.
public enum AdministratorCredential: Sendable {
    /// A UPN, `DOMAIN\\name` or a DN, with its password.
    case password(name: String, password: AdministratorPassword)
    /// The Kerberos ticket that `kinit` got.
    case kerberosTicket
}

/// A password in memory. It does not print, compare or encode, and its bytes are overwritten when the last copy goes.
public struct AdministratorPassword: Sendable {
    let secret: Secret

    /// The bytes as they were typed; nothing is trimmed or normalised.
    public init(_ bytes: [UInt8]) { secret = Secret(bytes) }

    public var isEmpty: Bool { secret.isEmpty }
}

extension AdministratorPassword: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { secret.description }
    public var debugDescription: String { secret.debugDescription }
    public var customMirror: Mirror { secret.customMirror }
}
