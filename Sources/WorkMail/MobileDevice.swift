// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// A telephone or tablet that synchronizes with a user's mailbox, as the organization knows it.
public struct MobileDevice: Hashable, Sendable {
    /// 1 to 32 ASCII letters and digits, compared without case.
    public var deviceID: String
    /// What the device says of itself, such as `iPhone`; empty when it says nothing.
    public var type: String
    public var model: String
    public var operatingSystem: String
    public var userAgent: String
    public var firstSynchronization: Date
    public var lastSynchronization: Date
    /// When a wipe was asked for that the device has not been told of yet.
    public var wipeRequested: Date?
    /// When the device was told to wipe itself, until it synchronizes again.
    public var wiped: Date?

    public init(
        _ report: MobileDeviceReport, firstSynchronization: Date, lastSynchronization: Date,
        wipeRequested: Date? = nil, wiped: Date? = nil
    ) {
        deviceID = report.deviceID
        type = report.type
        model = report.model
        operatingSystem = report.operatingSystem
        userAgent = report.userAgent
        self.firstSynchronization = firstSynchronization
        self.lastSynchronization = lastSynchronization
        self.wipeRequested = wipeRequested
        self.wiped = wiped
    }
}

/// What a device says of itself when it wants to synchronize. Everything but its id may be empty; each text has at most
/// 256 characters, of Basic Latin and the Latin-1 supplement.
public struct MobileDeviceReport: Hashable, Sendable {
    public var deviceID: String
    public var type: String
    public var model: String
    public var operatingSystem: String
    public var userAgent: String

    public init(
        deviceID: String, type: String = "", model: String = "", operatingSystem: String = "", userAgent: String = ""
    ) {
        self.deviceID = deviceID
        self.type = type
        self.model = model
        self.operatingSystem = operatingSystem
        self.userAgent = userAgent
    }
}

/// What a device is told when it wants to synchronize.
public enum MobileDeviceAnswer: Hashable, Sendable {
    case allowed
    case denied
    /// Delete everything.
    case wipe
}
