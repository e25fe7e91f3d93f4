// SPDX-License-Identifier: Apache-2.0

/// An organization that can be asked about its users' mobile devices.
///
/// The hosted service shows, removes and wipes devices in its console only; its API has no operation for it. The
/// embedded organization has no console, and is asked here. Errors name what is wrong with the service's codes.
public protocol MobileDeviceOrganization: MailOrganization {
    /// The user's devices, ordered by id; those of a disabled user for as long as the mailbox is kept. Throws
    /// `entityNotFound`.
    func mobileDevices(of id: EntityID) async throws -> [MobileDevice]
    /// Takes a device off the list, with any wipe that it has not been told of; it is there again when it next
    /// synchronizes. Enabled users only (`entityState`). Throws `entityNotFound` for an unknown device.
    func removeMobileDevice(_ id: EntityID, deviceID: String) async throws
    /// Has a device told to wipe itself when it next reports in; asking again changes nothing until then. Enabled
    /// users only (`entityState`), since nobody else's device is answered. Throws `entityNotFound` for an unknown device.
    func wipeMobileDevice(_ id: EntityID, deviceID: String) async throws
    /// The device's part: it reports in and wants to synchronize with the user's mailbox.
    ///
    /// A wipe that was asked for comes first, is told once, and is no synchronization. A device with an override DENY is
    /// `.denied` and nothing is noted. Any other one is `.allowed`, and is listed with what it says of itself. Throws
    /// `entityState` for a user who is not enabled, `invalidParameter` for a report that is none.
    func deviceSynchronizes(_ id: EntityID, device: MobileDeviceReport) async throws -> MobileDeviceAnswer
}
