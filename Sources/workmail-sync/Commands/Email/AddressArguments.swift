// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Sync
import WorkMail

/// A user and addresses, or a file of them: what `email add` and `email remove` take.
struct AddressArguments: ParsableArguments {
    @Argument(help: .user) var user: String?
    @Argument(help: ArgumentHelp("An address, or its part before the @.", valueName: "address"))
    var addresses: [String] = []
    @Option(help: ArgumentHelp("A CSV file with the columns user and alias; - for standard input.", valueName: "file"))
    var fromFile: String?

    func validate() throws {
        if fromFile != nil, user != nil { throw ValidationError("name a user or give --from-file, not both") }
        if fromFile == nil, user == nil || addresses.isEmpty { throw ValidationError("name a user and an address") }
    }

    func rows() throws -> [AddressRow] {
        guard let fromFile else { return addresses.map { AddressRow(user: user ?? "", address: $0) } }
        let file = try CSVFile(path: fromFile, columns: ["user", "alias"], consequence: "nothing was done")
        return try file.rows.map { row in
            guard let alias = row["alias"] else {
                throw CommandFailure(row.place, "names no alias; nothing was done", remedy: "complete or remove it")
            }
            return AddressRow(user: row["user"] ?? "", address: alias, place: row.place)
        }
    }
}

/// One address for one user, as it was asked for.
struct AddressRow {
    var user: String
    /// A whole address, or its part before the `@`.
    var address: String
    var place: String?

    /// An address; without a domain, in the domain of the account's primary one. Who has none is told so later, with the
    /// reason: any domain of ours does until then.
    func address(of account: Account, _ domains: [String]) throws(EmailAddressFault) -> EmailAddress {
        guard !address.contains("@"), let domain = account.user?.email?.domain ?? domains.first else {
            return try EmailAddress(address)
        }
        return try EmailAddress("\(address)@\(domain)")
    }
}

extension AccountBook {
    /// Requests to edit addresses, or every reason why there can be none.
    /// - Parameter domains: the organization's, the default one first.
    func requests(
        _ rows: [AddressRow], _ domains: [String], _ edit: (EmailAddress) -> AccountEdit
    ) async throws -> [EditRequest] {
        let book = try await ready(for: rows.count)
        var requests: [EditRequest] = []
        var problems: [EditProblem] = []
        for row in rows {
            do {
                let account = try await book.account(row.user, at: row.place)
                let edit = edit(try row.address(of: account, domains))
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
}
