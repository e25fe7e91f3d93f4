// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Sync

/// `explain`: why somebody is in or out.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Says why a person is in or out: which rule, which decision, what happens next.",
        discussion: "Example: workmail-sync explain ana.silva")

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: ArgumentHelp("A GUID, sAMAccountName, UPN, address or DN.", valueName: "user"))
    var user: String

    func run() async throws {
        let parts = try SyncAssembly(config).parts(asksDirectory: false)
        let person = try await parts.store.resolve(UserReference(user))
        let view = ExplanationView(try await Explanation.about(person, parts: parts))
        try output.show(view.document, people: view.text)
    }
}
