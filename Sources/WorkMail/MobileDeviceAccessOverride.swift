// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// Whether a device may synchronize (`MobileDeviceAccessRuleEffect` of the service).
public struct MobileDeviceAccessEffect: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let allow = MobileDeviceAccessEffect(rawValue: "ALLOW")
    public static let deny = MobileDeviceAccessEffect(rawValue: "DENY")

    public var description: String { rawValue }
    public static func < (a: MobileDeviceAccessEffect, b: MobileDeviceAccessEffect) -> Bool { a.rawValue < b.rawValue }
}

/// What was decided about one device of one user, whatever the organization's rules say
/// (`MobileDeviceAccessOverride` of the service).
public struct MobileDeviceAccessOverride: Hashable, Sendable {
    public var user: EntityID
    /// 1 to 32 ASCII letters and digits, compared without case.
    public var deviceID: String
    public var effect: MobileDeviceAccessEffect
    /// Why; 1 to 256 characters.
    public var description: String?
    public var created: Date
    public var modified: Date

    public init(
        user: EntityID, deviceID: String, effect: MobileDeviceAccessEffect, description: String?, created: Date,
        modified: Date
    ) {
        self.user = user
        self.deviceID = deviceID
        self.effect = effect
        self.description = description
        self.created = created
        self.modified = modified
    }
}
