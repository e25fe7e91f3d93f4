// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Sync

/// `devices show`: everything known of one device.
struct DevicesShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows everything known of one device.",
        discussion: "Example: workmail-sync devices show ana.silva ApplDX3F0QJ9G5MV")

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: .user) var user: String
    @Argument(help: .device) var device: String

    func run() async throws {
        let devices = try await UserDevices.of(user, try SyncAssembly(config)).documents
        guard let found = devices.first(where: { $0.deviceID.lowercased() == device.lowercased() }) else {
            throw CommandFailure(user, EditRefusal.noSuchDevice(device, devices: devices.map(\.deviceID)).description)
        }
        try output.show(found) { terminal in
            let facts: [(String, String?)] = [
                ("status", found.status), ("type", found.type), ("model", found.model),
                ("system", found.operatingSystem), ("user agent", found.userAgent),
                ("first", found.firstSynchronization?.formatted(.iso8601)),
                ("last", found.lastSynchronization?.formatted(.iso8601)),
                ("wipe", found.wipeRequested.map { "asked for on \($0.formatted(.iso8601))" }),
                ("override", found.override), ("because", found.overrideDescription),
            ]
            let lines = facts.compactMap { name, value in
                value.map { "  " + name.padding(toLength: 12, withPad: " ", startingAt: 0) + $0.printable }
            }
            return ([terminal.styled(found.deviceID.printable, .heading)] + lines).joined(separator: "\n")
        }
    }
}
