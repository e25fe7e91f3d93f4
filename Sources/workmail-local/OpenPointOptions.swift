// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import WorkMail
import WorkMailEndpoint

/// Questions about the hosted service that nobody outside of it has answered: both answers can be had.
struct OpenPointOptions: ParsableArguments {
    @Flag(help: "Alias, quota and permission writes are refused, as they may be upon AD Connector.")
    var connectorRefusesMailboxWrites = false
    @Flag(help: "UpdateUser leaves a text as it was that is sent empty.") var updateUserPatches = false
    @Flag(help: "Quota, permissions and aliases are lost when a user is disabled.") var loseSettingsOfDisabled = false
    @Flag(name: .customLong("accept-password-of-64"), help: "A password of 64 characters is taken.")
    var acceptPasswordOf64 = false
    @Option(help: ArgumentHelp("How many users may be enabled.", valueName: "number")) var userLimit: Int?
    @Flag(help: "ListAliases leaves the primary address out.") var aliasesWithoutPrimary = false
    @Flag(help: "The organization works with an Exchange server, in which the addresses are kept.")
    var interoperability = false
    @Option(help: ArgumentHelp("Rows a page where nobody says: 1 to 100.", valueName: "number")) var pageSize = 100
    @Option(help: ArgumentHelp("DirectoryType of DescribeOrganization.", valueName: "text"))
    var directoryType = "VpcDirectory"

    func validate() throws {
        guard (1...100).contains(pageSize) else { throw ValidationError("--page-size must be 1 to 100") }
        guard userLimit.map({ $0 >= 0 }) ?? true else { throw ValidationError("--user-limit must not be negative") }
    }

    func applied(to settings: EmbeddedSettings) -> EmbeddedSettings {
        var settings = settings
        settings.connectorRefusesMailboxWrites = connectorRefusesMailboxWrites
        settings.updateUserReplaces = !updateUserPatches
        settings.keepsSettingsOfDisabled = !loseSettingsOfDisabled
        settings.refusesPasswordOf64 = !acceptPasswordOf64
        settings.userLimit = userLimit
        settings.listsPrimaryAmongAliases = !aliasesWithoutPrimary
        settings.interoperabilityEnabled = interoperability
        return settings
    }

    func apply(to settings: inout EndpointSettings) {
        settings.defaultPageSize = pageSize
        settings.directoryType = directoryType
    }
}
