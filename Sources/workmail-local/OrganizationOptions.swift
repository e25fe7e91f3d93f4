// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import WorkMail
import WorkMailEndpoint

/// Which organization, and what it is like. The first four are fixed in its file or follow these options each time.
struct OrganizationOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The organization's file; made when it is missing.", valueName: "file"))
    var data = "organization.db"
    @Option(help: "The organization's alias.") var alias = "local"
    @Option(
        name: .customLong("domain"),
        help: ArgumentHelp(
            "A mail domain; the first is the default one. `unverified:NAME` is one that nobody has verified. Repeatable; "
                + "without any, ALIAS.awsapps.com.", valueName: "name"))
    var domains: [String] = []
    @Option(help: "What the organization's users come from; fixed when the file is made.")
    var directoryKind = DirectoryKind.workmail

    func settings() throws -> EmbeddedSettings {
        let names = domains.isEmpty ? ["\(alias).awsapps.com"] : domains
        let mark = "unverified:"
        return EmbeddedSettings(
            alias: alias,
            domains: names.map { name in
                let isVerified = !name.hasPrefix(mark)
                return MailDomain(
                    name: isVerified ? name : String(name.dropFirst(mark.count)), isDefault: false,
                    isVerified: isVerified)
            }, directoryKind: directoryKind.embedded)
    }
}

/// The kinds of directories that the service knows.
enum DirectoryKind: String, CaseIterable, ExpressibleByArgument {
    case workmail
    case simpleAD = "simple-ad"
    case managedAD = "managed-ad"
    case sharedManagedAD = "shared-managed-ad"
    case adConnector = "ad-connector"

    var embedded: EmbeddedSettings.DirectoryKind { self == .workmail ? .workMail : .directoryBacked }

    var directoryService: DirectoryServiceType? {
        switch self {
        case .workmail: nil
        case .simpleAD: .simpleAD
        case .managedAD: .microsoftAD
        case .sharedManagedAD: .sharedMicrosoftAD
        case .adConnector: .adConnector
        }
    }
}
