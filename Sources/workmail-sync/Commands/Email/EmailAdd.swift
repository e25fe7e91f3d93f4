// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Sync
import WorkMail

/// `email add`: aliases and further addresses.
struct EmailAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Gives a user further addresses, in any verified domain of the organization.",
        discussion: """
            Examples:
              workmail-sync email add ana.silva sales@example.com ana@example.org
              workmail-sync email add --from-file aliases.csv     (columns: user,alias; several lines a user are fine)

            Without a domain it is an alias in the domain of the primary address. All or nothing.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: EditOptions
    @Argument(help: .user) var user: String?
    @Argument(help: ArgumentHelp("An address, or its part before the @.", valueName: "address"))
    var addresses: [String] = []
    @Option(help: ArgumentHelp("A CSV file with the columns user and alias; - for standard input.", valueName: "file"))
    var fromFile: String?

    func validate() throws { try AddressArguments.validate(user, addresses, fromFile) }

    func run() async throws {
        let editing = try AccountEditing(config, output, options)
        try editing.requireOwnership(of: .aliases)
        let rows = try AddressArguments.rows(user, addresses, fromFile)
        try await editing.run { _, book in try await AddressArguments.requests(rows, book, editing) { .addAlias($0) } }
    }
}

/// Users and addresses as `email add` and `email remove` take them, by argument or by file.
enum AddressArguments {
    struct Row {
        var user: String
        var address: String
        var place: String?
    }

    static func validate(_ user: String?, _ addresses: [String], _ file: String?) throws {
        if file != nil, user != nil { throw ValidationError("name a user or give --from-file, not both") }
        if file == nil, user == nil || addresses.isEmpty { throw ValidationError("name a user and an address") }
    }

    static func rows(_ user: String?, _ addresses: [String], _ file: String?) throws -> [Row] {
        guard let file else { return addresses.map { Row(user: user ?? "", address: $0) } }
        let table = try CSVFile(path: file, columns: ["user", "alias"], consequence: "nothing was done")
        return try table.rows.map { row in
            guard let alias = row["alias"] else {
                throw CommandFailure(row.place, "names no alias; nothing was done", remedy: "complete or remove it")
            }
            return Row(user: row["user"] ?? "", address: alias, place: row.place)
        }
    }

    static func requests(
        _ rows: [Row], _ book: AccountBook, _ editing: AccountEditing, _ edit: (EmailAddress) -> AccountEdit
    ) async throws -> [EditRequest] {
        let book = try await book.ready(for: rows.count)
        var requests: [EditRequest] = []
        var problems: [EditProblem] = []
        for row in rows {
            do {
                let account = try await book.account(row.user, at: row.place)
                let domains = editing.assembly.settings.organization.domains
                let edit = edit(try address(row.address, of: account, domains))
                requests.append(EditRequest(user: row.user, account: account, edit: edit, place: row.place))
            } catch let failure as EditProblems {
                problems += failure.problems
            } catch let fault as EmailAddressFault {
                problems.append(
                    EditProblem(place: row.place, user: row.user, clause: "cannot have “\(row.address)”: \(fault)"))
            }
        }
        guard problems.isEmpty else { throw EditProblems(problems) }
        return requests
    }

    /// An address; without a domain, in the domain of the account's primary one. Who has none is told so later, with
    /// the reason: any domain of ours does until then.
    static func address(
        _ text: String, of account: Account, _ domains: [String]
    ) throws(EmailAddressFault) -> EmailAddress {
        guard !text.contains("@"), let domain = account.user?.email?.domain ?? domains.first else {
            return try EmailAddress(text)
        }
        return try EmailAddress("\(text)@\(domain)")
    }
}
