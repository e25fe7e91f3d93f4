// SPDX-License-Identifier: Apache-2.0
import Sync
import Testing

/// A command that edits an account, as it is typed, and the fields that it writes.
struct EditingCommand: CustomTestStringConvertible {
    /// What a table of expectations calls it, such as `users set --job-title`.
    var name: String
    var words: [String]
    var fields: [AccountField]

    var testDescription: String { name }

    init(_ words: [String], _ fields: AccountField..., name: String? = nil) {
        self.words = words
        self.fields = fields
        self.name = name ?? words.prefix(2).joined(separator: " ")
    }

    /// The personal data, each with the option that sets it.
    static let personalOptions: [(field: AccountField, option: [String])] = [
        (.displayName, ["--display-name", "Someone"]), (.firstName, ["--first-name", "Some"]),
        (.lastName, ["--last-name", "One"]), (.initials, ["--initials", "S"]),
        (.telephone, ["--telephone", "+351 21 000 00 00"]), (.street, ["--street", "Rua 1"]),
        (.zipCode, ["--zip-code", "1000-001"]), (.city, ["--city", "Lisboa"]), (.country, ["--country", "Portugal"]),
        (.office, ["--office", "2.14"]), (.jobTitle, ["--job-title", "Head"]),
        (.department, ["--department", "Sales"]), (.company, ["--company", "Example"]),
        (.hiddenFromGlobalAddressList, ["--hidden"]),
    ]

    /// All that edit one user, in an order in which each can be done after the one before it.
    static func editing(_ user: String, grantee: String, device: String = "Phone1") -> [EditingCommand] {
        personalOptions.map { field, option in
            EditingCommand(["users", "set", user] + option, field, name: "users set \(option[0])")
        } + [
            EditingCommand(["email", "add", user, "further", "further2"], .aliases),
            EditingCommand(["email", "remove", user, "further"], .aliases),
            EditingCommand(["email", "set-primary", user, "first@example.com"], .primaryEmail),
            EditingCommand(["quota", "set", user, "2048"], .quota),
            EditingCommand(["devices", "block", user, device], .deviceAccess),
            EditingCommand(["devices", "unblock", user, device], .deviceAccess),
            EditingCommand(["devices", "wipe", user, device, "--yes"], .devices),
            EditingCommand(["devices", "remove", user, device, "--yes"], .devices),
            EditingCommand(["permissions", "grant", user, grantee, "--full-access", "--send-as"], .permissions),
            EditingCommand(["permissions", "revoke", user, grantee, "--send-as"], .permissions),
            EditingCommand(["permissions", "revoke-all", user, "--yes"], .permissions),
        ]
    }
}
