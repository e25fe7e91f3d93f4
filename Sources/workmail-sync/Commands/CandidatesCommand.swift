// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Directory
import Sync
import WorkMail

/// `candidates`: who waits for a decision.
struct CandidatesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "candidates",
        abstract: "Lists the people who could get a mailbox and about whom nobody has decided.",
        discussion: "Example: workmail-sync candidates --excluded disabledInDirectory")

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions

    @Option(
        help: ArgumentHelp(
            "List who is excluded for this reason instead: \(Exclusion.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "reason"))
    var excluded: String?

    func run() async throws {
        let store = try SyncAssembly(config).store()
        let people: [MirroredPerson]
        if let excluded {
            guard let exclusion = Exclusion(rawValue: excluded) else {
                throw ValidationError("“\(excluded)” is no reason; see workmail-sync candidates --help")
            }
            people = try await store.people(excluded: exclusion)
        } else {
            people = try await store.undecided()
        }
        let hasRun = try await !store.runs(limit: 1).isEmpty
        let contested = try await store.contestedAddresses()
        let entries = people.map { CandidateDocument($0, contested: contested) }
        try output.show(entries) { terminal in
            guard hasRun || !entries.isEmpty else { return "Nobody is known yet: workmail-sync sync" }
            guard !entries.isEmpty else { return excluded == nil ? "No candidate waits for a decision." : "Nobody." }
            var table = TextTable([
                .init("user", importance: .high), .init("name"), .init("address", importance: .high), .init("note"),
                .init("where", importance: .low),
            ])
            for entry in entries {
                table.append([
                    .init(entry.sAMAccountName), .init(entry.displayName), .init(entry.address),
                    .init(entry.note, .attention), .init(entry.dn),
                ])
            }
            return table.text(on: terminal) + "\n\(entries.count.counted("person", "people")). "
                + "Approve some: workmail-sync approve USER…, or without USER to tick them."
        }
    }
}

/// A candidate as programs get it.
struct CandidateDocument: Encodable {
    var objectGUID: String
    var sAMAccountName: String
    var userPrincipalName: String?
    var displayName: String?
    var dn: String
    var address: String?
    /// What stands in the way; absent for somebody who can be approved as they are.
    var note: String?
    var exclusion: String?

    init(_ person: MirroredPerson, contested: [EmailAddress: [Hold.Claimant]]) {
        objectGUID = person.guid.description
        sAMAccountName = person.user.sAMAccountName
        userPrincipalName = person.user.userPrincipalName
        displayName = person.user.personal.displayName
        dn = person.user.dn
        address = person.standing.address?.text
        exclusion = person.standing.exclusion?.rawValue
        note = person.standing.reason
        let others = person.standing.address.flatMap { contested[$0] }?.filter { $0.guid != person.guid } ?? []
        if note == nil, !others.isEmpty {
            note = "also claimed by " + others.map { "\($0.label) (\($0.dn))" }.joined(separator: ", ")
        }
    }
}
