// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Sync
import WorkMail

/// `users show`: everything the organization knows of one user.
struct UsersShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows one user: state, addresses, personal data.",
        discussion: "Example: workmail-sync users show ana.silva")

    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: OutputOptions

    @Argument(
        help: ArgumentHelp("A GUID, sAMAccountName, UPN, address, DN, or an id of the organization.", valueName: "user")
    )
    var user: String

    func run() async throws {
        let parts = try SyncAssembly(config).parts(asksDirectory: false)
        let id = try await entity(parts)
        let details = try await parts.organization.describeUser(id)
        let aliases =
            details.user.state == .enabled
            ? try await parts.organization.listAliases(id).filter { $0 != details.user.email }.sorted() : []
        let document = Document(
            user: UserDocument(details.user), aliases: aliases.map(\.text), profile: details.profile.fields)
        try output.show(document) { terminal in
            let user = details.user
            var lines = [
                terminal.styled("\(user.displayName.printable) (\(user.name.printable))", .heading),
                "  id        \(user.id.value.printable)", "  state     \(user.state)", "  role      \(user.role)",
                "  address   \(user.email?.text ?? "none")",
            ]
            lines += aliases.map { "  alias     \($0)" }
            if let date = user.enabledDate { lines.append("  enabled   \(date.formatted(.iso8601))") }
            if let date = user.disabledDate {
                let end = date.addingTimeInterval(30 * 86_400)
                lines.append(
                    "  disabled  \(date.formatted(.iso8601)); the mailbox is deleted on \(end.formatted(.iso8601))")
            }
            lines += details.profile.fields.sorted { $0.key < $1.key }.map { "  \($0.key)  \($0.value)".printable }
            return lines.joined(separator: "\n")
        }
    }

    /// The organization's id for whom is meant: through the directory, or for users it does not have, by id or address.
    private func entity(_ parts: SyncParts) async throws -> EntityID {
        do {
            let person = try await parts.store.resolve(UserReference(user))
            guard let entity = try await Explanation.about(person, parts: parts).entity else {
                throw CommandFailure(
                    user, "the organization does not list this person",
                    remedy: "workmail-sync explain \(user) says what is known")
            }
            return entity.id
        } catch let failure as UserReferenceFailure {
            guard case .unknown = failure else { throw failure }
            if let address = try? EmailAddress(user), let owner = try await parts.organization.describeEntity(address) {
                return owner.id
            }
            do {
                return try await parts.organization.describeUser(EntityID(user)).user.id
            } catch is MailOrganizationError {
                throw failure
            }
        }
    }

    struct Document: Encodable {
        var user: UserDocument
        var aliases: [String]
        var profile: [String: String]
    }
}

extension MailProfile {
    /// The fields that are set, by the service's names.
    var fields: [String: String] {
        let all = [
            "FirstName": firstName, "LastName": lastName, "Initials": initials, "Telephone": telephone,
            "Street": street,
            "JobTitle": jobTitle, "City": city, "Company": company, "ZipCode": zipCode, "Department": department,
            "Country": country, "Office": office,
        ]
        return all.filter { !$0.value.isEmpty }
    }
}
