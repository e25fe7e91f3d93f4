// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Sync
import WorkMail

/// `devices rehearse`: plays a device, since an embedded organization has none.
struct DevicesRehearse: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rehearse", abstract: "Plays a device that synchronizes; with an embedded organization only.",
        discussion: """
            Example: workmail-sync devices rehearse ana.silva TestPhone1 --type iPhone --model "iPhone 15"

            Says what the device is told: allowed, denied or to wipe itself. For trying out what the other commands do.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: .user) var user: String
    @Argument(help: .device) var device: String
    @Option(help: "What the device says it is.") var type = ""
    @Option(help: "What model it says it is.") var model = ""
    @Option(help: "What system it says it has.") var system = ""

    func run() async throws {
        let parts = try SyncAssembly(config).parts(asksDirectory: false)
        guard let organization = parts.organization as? any MobileDeviceOrganization else {
            throw CommandFailure("devices rehearse", "only an embedded organization can be rehearsed with")
        }
        let account = try await AccountBook(parts.store, parts.organization).account(user)
        guard let mail = account.user else { throw CommandFailure(user, EditRefusal.notListed.description) }
        if let refusal = EditRefusal(editing: mail) { throw CommandFailure(user, refusal.description) }
        let id = mail.id
        let report = MobileDeviceReport(deviceID: device, type: type, model: model, operatingSystem: system)
        let answer = try await organization.deviceSynchronizes(id, device: report)
        try output.show(Document(deviceID: device, answer: answer.words)) { _ in
            "The device is told: \(answer.words)."
        }
    }

    struct Document: Encodable {
        var deviceID: String
        var answer: String
    }
}

extension MobileDeviceAnswer {
    var words: String {
        switch self {
        case .allowed: "allowed"
        case .denied: "denied"
        case .wipe: "wipe yourself"
        }
    }
}
