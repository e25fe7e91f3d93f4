// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Sync

/// `users set`: personal data.
struct UsersSet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Changes users' personal data; what the directory owns is changed there.",
        discussion: """
            Examples:
              workmail-sync users set ana.silva --job-title "Head of Sales" --telephone "+351 21 000 00 00"
              workmail-sync users set ana.silva --clear office --delegate --as alice@corp.example.com
              workmail-sync users set --from-file people.csv     (columns: user, then displayName, jobTitle, …)

            Where the directory owns the fields (workmail-sync ownership), the command shows the change and makes nothing:
            --ldif writes it for ldapmodify, --delegate makes it in the directory as its administrator, who is asked for the
            password. Either refuses when somebody has changed a value since the last sync. All lines of a file or none; an
            empty field in it leaves the value alone, and with --clear-empty clears it.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: EditOptions
    @OptionGroup var personal: PersonalDataOptions
    @OptionGroup var delegation: DelegationOptions
    @Argument(help: .user) var users: [String] = []
    @Option(
        help: ArgumentHelp(
            "A CSV file with the column user and one for each field; - for standard input.", valueName: "file"))
    var fromFile: String?
    @Flag(help: "An empty field of the file clears the value.") var clearEmpty = false

    func validate() throws {
        if fromFile != nil {
            if try !users.isEmpty || !personal.values().isEmpty {
                throw ValidationError("name users and fields, or give --from-file, not both")
            }
            return
        }
        if users.isEmpty { throw ValidationError("name a user, or give --from-file") }
        if try personal.values().isEmpty { throw ValidationError("say what to set, for example --job-title Head") }
    }

    func run() async throws {
        let editing = try AccountEditing(config, output, options)
        let rows = try rows()
        let fields = AccountField.personalData.filter { field in rows.contains { $0.values[field] != nil } }
        guard let refused = editing.assembly.ownership.firstRefused(fields) else {
            return try await editing.run { _, book in
                try await book.requests(rows.map { ($0.user, .setProfile($0.values), $0.place) })
            }
        }
        // All of it is delegated or nothing: half of an edit in each of two systems is no edit.
        if let stuck = fields.map({ editing.assembly.ownership[$0] }).first(where: { !$0.isDelegable && !$0.isOurs }) {
            return try await editing.requireOwnership(
                of: stuck.field, wanted: rows.map { ($0.user, $0.values[stuck.field]) })
        }
        try await DelegatedEditing(editing, delegation, config).run(rows, because: refused)
    }

    /// Whom to give which values.
    struct Row {
        var user: String
        var values: [AccountField: String]
        var place: String?
    }

    private func rows() throws -> [Row] {
        guard let fromFile else {
            let values = try personal.values()
            return users.map { Row(user: $0, values: values) }
        }
        let names = AccountField.personalData.map(\.rawValue)
        let file = try CSVFile(path: fromFile, columns: ["user"] + names, consequence: "nothing was done")
        guard file.header.count > 1 else {
            throw CommandFailure(
                fromFile, "it has no column but user", remedy: "add one of: " + names.joined(separator: ", "))
        }
        return file.rows.map { row in
            var values: [AccountField: String] = [:]
            for field in AccountField.personalData {
                if let value = row[field.rawValue] {
                    values[field] = value
                } else if clearEmpty, row.empty.contains(field.rawValue) {
                    values[field] = ""
                }
            }
            return Row(user: row["user"] ?? "", values: values, place: row.place)
        }
    }
}

/// The fields of the personal data, as options.
struct PersonalDataOptions: ParsableArguments {
    @Option(help: "What the address list and mail show.") var displayName: String?
    @Option(help: "The given name.") var firstName: String?
    @Option(help: "The family name.") var lastName: String?
    @Option(help: "The initials.") var initials: String?
    @Option(help: "The telephone number.") var telephone: String?
    @Option(help: "The street.") var street: String?
    @Option(help: "The postal code.") var zipCode: String?
    @Option(help: "The city.") var city: String?
    @Option(help: "The country.") var country: String?
    @Option(help: "The office.") var office: String?
    @Option(help: "The job title.") var jobTitle: String?
    @Option(help: "The department.") var department: String?
    @Option(help: "The company.") var company: String?
    @Flag(inversion: .prefixedNo, help: "Whether the address list leaves the user out.") var hidden: Bool?
    @Option(help: ArgumentHelp("Clear this field; may be given several times.", valueName: "field"))
    var clear: [String] = []

    func values() throws -> [AccountField: String] {
        var values: [AccountField: String] = [:]
        let texts: [(AccountField, String?)] = [
            (.displayName, displayName), (.firstName, firstName), (.lastName, lastName), (.initials, initials),
            (.telephone, telephone), (.street, street), (.zipCode, zipCode), (.city, city), (.country, country),
            (.office, office), (.jobTitle, jobTitle), (.department, department), (.company, company),
            (.hiddenFromGlobalAddressList, hidden.map { $0 ? "true" : "false" }),
        ]
        for (field, text) in texts { values[field] = text }
        for name in clear {
            let wanted = name.replacing("-", with: "").lowercased()
            let field = AccountField.personalData.first { $0.rawValue.lowercased() == wanted }
            guard let field, field != .hiddenFromGlobalAddressList else {
                throw ValidationError("“\(name)” is no field that can be cleared")
            }
            guard values[field] == nil else { throw ValidationError("\(name) is set and cleared at once") }
            values[field] = ""
        }
        return values
    }
}
