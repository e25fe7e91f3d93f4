// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// Shows what holds: every key, its value, and whether the file says so.
struct ConfigShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show every setting that holds, and where it comes from. Secrets are not shown.",
        discussion: "Example: workmail-sync config show --output json")

    @OptionGroup var configuration: ConfigurationOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let loaded = try configuration.load()
        let settings = ConfigurationKey.all.map { EffectiveSetting($0, loaded.values[$0]) }
        try output.show(ShowDocument(file: loaded.file, settings: settings)) { terminal in
            var table = TextTable([.init("KEY", importance: .high), .init("VALUE"), .init("FROM", importance: .high)])
            for setting in settings {
                let shown = setting.shown + (setting.isSecret && setting.value != nil ? " (contents not shown)" : "")
                table.append([
                    .init(setting.key), .init(shown), .init(setting.origin, setting.line == nil ? .faint : .plain),
                ])
            }
            return table.text(on: terminal)
        }
    }
}

private struct ShowDocument: Encodable {
    var file: String
    var settings: [EffectiveSetting]
}
