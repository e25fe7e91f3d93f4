// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import WorkMail
import WorkMailEndpoint

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serves the organization until SIGTERM or SIGINT.")

    @OptionGroup(title: "Organization") var organization: OrganizationOptions
    @OptionGroup(title: "What the service does not say") var openPoints: OpenPointOptions
    @OptionGroup(title: "Network") var listen: ListenOptions
    @OptionGroup(title: "Faults") var faults: FaultOptions

    @Option(help: "The Region that requests are signed for.") var region = "eu-west-1"
    @Option(
        help: ArgumentHelp(
            "A file of `id secret [session-token]` lines, mode 600. Made, with one key, when it is missing, and with it "
                + "FILE.aws for AWS's programs. Without it a key is made for this once.", valueName: "file"))
    var credentials: String?
    @Flag(help: "Says each call on standard error: operation, status, error.") var verbose = false

    func run() async throws {
        var settings = EndpointSettings(keys: try keys())
        settings.region = region
        settings.directoryService = organization.directoryKind.directoryService
        settings.faults = try faults.settings()
        openPoints.apply(to: &settings)
        if verbose { settings.onAnswer = { StandardError.write("\($0.line)\n") } }
        let endpoint = try await WorkMailEndpoint(
            EmbeddedOrganization(file: organization.data, settings: openPoints.applied(to: organization.settings())),
            settings: settings)
        let greeting = Greeting(organizationID: endpoint.organizationID, settings: settings, credentials: credentials)
        let caFile = listen.tlsCertificate
        try await endpoint.run(on: listen.listener()) { url in
            FileHandle.standardOutput.write(Data(greeting.text(url: url, caFile: caFile).utf8))
        }
    }

    private func keys() throws -> AccessKeys {
        guard let credentials else { return .random() }
        if FileManager.default.fileExists(atPath: credentials) { return try AccessKeys(file: credentials) }
        let keys = AccessKeys.random()
        try keys.write(to: credentials)
        return keys
    }
}

/// Standard error, unbuffered.
enum StandardError {
    static func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}

extension AnsweredCall {
    fileprivate var line: String {
        let milliseconds = Int((seconds * 1000).rounded())
        return "\(operation) \(status)\(code.map { " \($0)" } ?? "") \(milliseconds) ms \(requestID)"
    }
}
