// SPDX-License-Identifier: Apache-2.0

/// The values of a domain's password policy that are in force for somebody: those of the domain itself, or of a password
/// settings object (PSO, [MS-ADTS] 3.1.1.4.5.36), which takes the place of all of them.
public struct DomainPasswordPolicy: Hashable, Sendable, Codable {
    public var origin: PolicyOrigin
    /// Whose algorithm judges: it differs by the server's vendor and not by any value.
    public var algorithm: DirectoryAlgorithm
    /// In UTF-16 code units; 0 for none.
    public var minimumLength: Int
    public var requiresComplexity: Bool
    /// How many former passwords may not come again; a reset does not ask.
    public var historyLength: Int
    /// `nil` for none; a reset does not ask.
    public var minimumAge: Duration?
    /// `nil` when passwords never expire.
    public var maximumAge: Duration?
    public var storesReversibly: Bool
    /// After how many wrong passwords the account is locked; `nil` for never.
    public var lockoutThreshold: Int?
    /// `nil` when it is locked until an administrator unlocks it.
    public var lockoutDuration: Duration?
    /// After how long without a wrong password the count begins anew; `nil` when it never does.
    public var lockoutWindow: Duration?
    /// Whether it is not asked of this account at all: Active Directory takes any password of one that needs none
    /// ([MS-SAMR] 3.1.1.7.2).
    public var isExempt: Bool {
        get { exempt ?? false }
        set { exempt = newValue ? true : nil }
    }
    /// Absent from what was stored before there was such a thing, and where it is not so.
    private var exempt: Bool?

    public init(
        origin: PolicyOrigin, algorithm: DirectoryAlgorithm, minimumLength: Int, requiresComplexity: Bool,
        historyLength: Int = 0, minimumAge: Duration? = nil, maximumAge: Duration? = nil,
        storesReversibly: Bool = false, lockoutThreshold: Int? = nil, lockoutDuration: Duration? = nil,
        lockoutWindow: Duration? = nil
    ) {
        self.origin = origin
        self.algorithm = algorithm
        self.minimumLength = minimumLength
        self.requiresComplexity = requiresComplexity
        self.historyLength = historyLength
        self.minimumAge = minimumAge
        self.maximumAge = maximumAge
        self.storesReversibly = storesReversibly
        self.lockoutThreshold = lockoutThreshold
        self.lockoutDuration = lockoutDuration
        self.lockoutWindow = lockoutWindow
    }
}

/// Where a policy's values are kept.
public enum PolicyOrigin: Hashable, Sendable, Codable, CustomStringConvertible {
    case domain(dn: String)
    case settingsObject(name: String, dn: String, precedence: Int)

    /// The object that holds the values.
    public var dn: String {
        switch self {
        case .domain(let dn), .settingsObject(_, let dn, _): dn
        }
    }

    public var description: String {
        switch self {
        case .domain(let dn): "the domain \(dn)"
        case .settingsObject(let name, _, let precedence): "the PSO “\(name)” (precedence \(precedence))"
        }
    }
}

/// Whose idea of a password's length and complexity it is.
public enum DirectoryAlgorithm: Hashable, Sendable, Codable {
    case microsoft
    case samba

    /// By `vendorName` of the root entry, which Active Directory has not.
    public init(vendorName: String?) {
        self = vendorName?.contains("Samba") == true ? .samba : .microsoft
    }
}

/// A policy, or why there is none to judge by. What is not known is never taken from the domain's default.
public enum PolicyKnowledge: Hashable, Sendable, Codable {
    case known(DomainPasswordPolicy)
    /// For example a PSO that may not be read. A clause: `the PSO … may not be read by this account`.
    case unknown(reason: String)

    public var policy: DomainPasswordPolicy? { if case .known(let policy) = self { policy } else { nil } }
}
