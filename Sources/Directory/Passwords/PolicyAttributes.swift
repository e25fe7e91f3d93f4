// SPDX-License-Identifier: Apache-2.0
import PasswordPolicy

/// Under which names one kind of object keeps the values of a policy: the domain, or a password settings object.
struct PolicyAttributes: Sendable {
    var minimumLength: String
    var complexity: Switch
    var reversible: Switch
    var historyLength: String
    var minimumAge: String
    var maximumAge: String
    var lockoutThreshold: String
    var lockoutDuration: String
    var lockoutWindow: String

    /// Yes or no, which the domain keeps as bits of one number and a PSO as attributes of their own.
    enum Switch: Sendable {
        case bit(UInt32, of: String)
        case boolean(String)

        var attribute: String {
            switch self {
            case .bit(_, let name), .boolean(let name): name
            }
        }
    }

    var names: [String] {
        [
            minimumLength, complexity.attribute, reversible.attribute, historyLength, minimumAge, maximumAge,
            lockoutThreshold, lockoutDuration, lockoutWindow,
        ]
    }

    /// [MS-SAMR] 2.2.4.2: DOMAIN_PASSWORD_COMPLEX is 1, DOMAIN_PASSWORD_STORE_CLEARTEXT is 16.
    static let domain = PolicyAttributes(
        minimumLength: "minPwdLength", complexity: .bit(1, of: "pwdProperties"),
        reversible: .bit(16, of: "pwdProperties"), historyLength: "pwdHistoryLength", minimumAge: "minPwdAge",
        maximumAge: "maxPwdAge", lockoutThreshold: "lockoutThreshold", lockoutDuration: "lockoutDuration",
        lockoutWindow: "lockOutObservationWindow")

    /// [MS-ADSC] 2.176, class `msDS-PasswordSettings`.
    static let settingsObject = PolicyAttributes(
        minimumLength: "msDS-MinimumPasswordLength", complexity: .boolean("msDS-PasswordComplexityEnabled"),
        reversible: .boolean("msDS-PasswordReversibleEncryptionEnabled"),
        historyLength: "msDS-PasswordHistoryLength", minimumAge: "msDS-MinimumPasswordAge",
        maximumAge: "msDS-MaximumPasswordAge", lockoutThreshold: "msDS-LockoutThreshold",
        lockoutDuration: "msDS-LockoutDuration", lockoutWindow: "msDS-LockoutObservationWindow")
}
