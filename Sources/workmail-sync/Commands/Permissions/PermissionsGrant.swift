// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Sync
import WorkMail

/// `permissions grant`: gives rights on a mailbox.
struct PermissionsGrant: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grant", abstract: "Gives users or groups rights on a user's mailbox.",
        discussion: """
            Examples:
              workmail-sync permissions grant info bob cem --send-as
              workmail-sync permissions grant --from-file rights.csv
                  (columns: user,grantee,permissions such as FULL_ACCESS+SEND_AS)

            What a grantee has already stays. All or nothing.
            """)

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: EditOptions
    @OptionGroup var permissions: PermissionOptions
    @Argument(help: .user) var user: String?
    @Argument(help: ArgumentHelp("Users or groups who get the rights.", valueName: "grantee"))
    var grantees: [String] = []
    @Option(
        help: ArgumentHelp(
            "A CSV file with the columns user, grantee and permissions; - for standard input.", valueName: "file"))
    var fromFile: String?

    func validate() throws {
        if fromFile != nil {
            if user != nil { throw ValidationError("name a user or give --from-file, not both") }
            return
        }
        if user == nil || grantees.isEmpty { throw ValidationError("name a user and who gets the rights") }
        if permissions.values.isEmpty {
            throw ValidationError("say which rights: --full-access, --send-as, --send-on-behalf")
        }
    }

    private struct Row {
        var user: String
        var grantee: String
        var values: Set<PermissionType>
        var place: String?
    }

    func run() async throws {
        let editing = try AccountEditing(config, output, options)
        let rows = try rows()
        try await editing.requireOwnership(of: .permissions, wanted: rows.map { ($0.user, nil) })
        try await editing.run { parts, book in
            let book = try await book.ready(for: rows.count)
            let grantees = try await GranteeBook(parts, book)
            var requests: [EditRequest] = []
            var problems: [EditProblem] = []
            for row in rows {
                do {
                    let account = try await book.account(row.user, at: row.place)
                    let (grantee, isGroup) = try await grantees.grantee(row.grantee)
                    requests.append(
                        EditRequest(
                            user: row.user, account: account, edit: .grant(grantee, isGroup: isGroup, row.values),
                            place: row.place))
                } catch let failure as EditProblems {
                    problems += failure.problems.map { EditProblem(place: row.place, user: $0.user, clause: $0.clause) }
                } catch let failure as UserReferenceFailure where row.place != nil {
                    problems.append(EditProblem(place: row.place, user: row.grantee, clause: failure.clause))
                }
            }
            guard problems.isEmpty else { throw EditProblems(problems) }
            return requests
        }
    }

    private func rows() throws -> [Row] {
        guard let fromFile else {
            return grantees.map { Row(user: user ?? "", grantee: $0, values: permissions.values) }
        }
        let file = try CSVFile(
            path: fromFile, columns: ["user", "grantee", "permissions"], consequence: "nothing was done")
        return try file.rows.map { row in
            let names = (row["permissions"] ?? "").uppercased().split(whereSeparator: { " +,;".contains($0) })
            let known: Set<PermissionType> = [.fullAccess, .sendAs, .sendOnBehalf]
            let values = Set(names.map { PermissionType(rawValue: String($0)) })
            guard !values.isEmpty, values.isSubset(of: known), let grantee = row["grantee"] else {
                throw CommandFailure(
                    "\(row.place), column permissions",
                    "“\(row["permissions"] ?? "")” for “\(row["grantee"] ?? "")” is not FULL_ACCESS, SEND_AS or "
                        + "SEND_ON_BEHALF for somebody; nothing was done",
                    remedy: "correct it and try again")
            }
            return Row(user: row["user"] ?? "", grantee: grantee, values: values, place: row.place)
        }
    }
}
