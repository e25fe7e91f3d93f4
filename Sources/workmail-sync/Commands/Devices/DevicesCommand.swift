// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// `devices`: the mobile devices of a user.
struct DevicesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices", abstract: "Shows, removes, wipes, blocks and unblocks a user's mobile devices.",
        discussion: """
            Example: workmail-sync devices list ana.silva

            A device is known once it has synchronized. One that was removed comes back when it next synchronizes: block it to
            keep it out. The hosted service lists, removes and wipes devices in its console only; block and unblock work there
            too.
            """,
        subcommands: [
            DevicesList.self, DevicesShow.self, DevicesRemove.self, DevicesWipe.self, DevicesBlock.self,
            DevicesUnblock.self, DevicesRehearse.self,
        ])
}

extension ArgumentHelp {
    /// For the argument that names a device.
    static let device = ArgumentHelp("The device's id: 1 to 32 letters and digits.", valueName: "device-id")
}
