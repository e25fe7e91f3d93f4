// SPDX-License-Identifier: Apache-2.0

/// `userAccountControl` ([MS-ADTS] 2.2.16). Bits we do not know are kept as they came.
public struct UserAccountControl: OptionSet, Hashable, Sendable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The directory sends it as *signed* decimal text.
    public init?(ldapValue: String) {
        guard let number = Int32(ldapValue) else { return nil }
        self.init(rawValue: UInt32(bitPattern: number))
    }

    public static let accountDisabled = UserAccountControl(rawValue: 0x2)
    public static let passwordNotRequired = UserAccountControl(rawValue: 0x20)
    public static let normalAccount = UserAccountControl(rawValue: 0x200)
    public static let interdomainTrust = UserAccountControl(rawValue: 0x800)
    public static let passwordNeverExpires = UserAccountControl(rawValue: 0x10000)
    public static let workstationTrust = UserAccountControl(rawValue: 0x1000)
    public static let serverTrust = UserAccountControl(rawValue: 0x2000)
}
