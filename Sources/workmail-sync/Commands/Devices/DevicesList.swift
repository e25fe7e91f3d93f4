// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Sync

/// `devices list`: all devices of one user.
struct DevicesList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists a user's devices and how each stands.",
        discussion: "Example: workmail-sync devices list ana.silva")

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: .user) var user: String

    func run() async throws {
        let assembly = try SyncAssembly(config)
        let devices = try await UserDevices.of(user, assembly)
        let documents = devices.documents
        try output.show(documents) { terminal in
            var lines: [String] = []
            if documents.isEmpty {
                let name = devices.account.label.printable
                lines.append(
                    devices.devices == nil
                        ? "\(name) has no device that is blocked or allowed by name."
                        : "\(name) has no device: none has synchronized yet.")
            } else {
                var table = TextTable([
                    .init("device", importance: .high), .init("type"), .init("model"),
                    .init("system", importance: .low),
                    .init("last synchronized"), .init("status", importance: .high),
                ])
                for device in documents {
                    table.append([
                        .init(device.deviceID), .init(device.type), .init(device.model), .init(device.operatingSystem),
                        .init(device.lastSynchronization?.formatted(.iso8601)), .init(device.status),
                    ])
                }
                lines.append(table.text(on: terminal))
            }
            if devices.devices == nil {
                lines.append("What has synchronized is shown by the service's console only; these are the overrides.")
            }
            return lines.joined(separator: "\n")
        }
    }
}
