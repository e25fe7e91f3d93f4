// SPDX-License-Identifier: Apache-2.0

/// The `data 52e` of a refused bind: a Win32 error number in hexadecimal ([MS-ERREF] 2.2) inside the diagnostic message
/// `80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data 52e, v1db1`.
/// Samba writes the same, or in places the name of the NTSTATUS.
public struct ActiveDirectoryBindReason: RawRepresentable, Sendable, Hashable {
    /// The Win32 error number.
    public let rawValue: UInt32

    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// A read-only domain controller that reaches none that could judge the password says so.
    public static let noLogonServers = Self(rawValue: 0x51f)
    public static let userNotFound = Self(rawValue: 0x525)
    public static let wrongPassword = Self(rawValue: 0x52e)
    public static let logonHours = Self(rawValue: 0x530)
    public static let workstation = Self(rawValue: 0x531)
    public static let passwordExpired = Self(rawValue: 0x532)
    public static let accountDisabled = Self(rawValue: 0x533)
    public static let accountExpired = Self(rawValue: 0x701)
    public static let passwordMustChange = Self(rawValue: 0x773)
    public static let accountLocked = Self(rawValue: 0x775)

    /// Whether name and password may be right: the account itself is kept out, for a time or until somebody opens it.
    public var isOfAccount: Bool {
        let others: Set<Self> = [
            .logonHours, .workstation, .passwordExpired, .accountDisabled, .accountExpired, .passwordMustChange,
            .accountLocked,
        ]
        return others.contains(self)
    }

    /// `nil` when the message has neither form.
    public init?(diagnosticMessage: String) {
        if let start = diagnosticMessage.firstRange(of: "data ")?.upperBound {
            let digits = diagnosticMessage[start...].prefix { $0.isASCII && $0.isHexDigit }
            let next = diagnosticMessage[start...].dropFirst(digits.count).first
            if let number = UInt32(digits, radix: 16), next == nil || next == "," || next == " " || next == "\0" {
                self.init(rawValue: number)
                return
            }
        }
        guard let status = Self.statuses.first(where: { diagnosticMessage.contains($0.name) }) else { return nil }
        self = status.reason
    }

    private static let statuses: [(name: String, reason: Self)] = [
        ("NT_STATUS_NO_LOGON_SERVERS", .noLogonServers),
        ("NT_STATUS_LOGON_FAILURE", .wrongPassword),
        ("NT_STATUS_WRONG_PASSWORD", .wrongPassword),
        ("NT_STATUS_NO_SUCH_USER", .userNotFound),
        ("NT_STATUS_INVALID_LOGON_HOURS", .logonHours),
        ("NT_STATUS_INVALID_WORKSTATION", .workstation),
        ("NT_STATUS_PASSWORD_EXPIRED", .passwordExpired),
        ("NT_STATUS_ACCOUNT_DISABLED", .accountDisabled),
        ("NT_STATUS_ACCOUNT_EXPIRED", .accountExpired),
        ("NT_STATUS_PASSWORD_MUST_CHANGE", .passwordMustChange),
        ("NT_STATUS_ACCOUNT_LOCKED_OUT", .accountLocked),
    ]
}

extension ActiveDirectoryBindReason: CustomStringConvertible {
    /// One sentence for an administrator.
    public var description: String {
        switch self {
        case .noLogonServers: "the domain controller reaches no other that could judge the password"
        case .userNotFound: "the user does not exist"
        case .wrongPassword: "the user name or the password is wrong"
        case .logonHours: "the account may not log on at this time"
        case .workstation: "the account may not log on from this computer"
        case .passwordExpired: "the password has expired"
        case .accountDisabled: "the account is disabled"
        case .accountExpired: "the account has expired"
        case .passwordMustChange: "the password must be changed before the first logon"
        case .accountLocked: "the account is locked"
        default: "the server refused the logon with Windows error 0x\(String(rawValue, radix: 16))"
        }
    }
}
