// SPDX-License-Identifier: Apache-2.0

/// Who owns a field: who holds the value that counts, and so where it is changed.
public enum Owner: String, Sendable, CaseIterable, Codable {
    /// The mail organization: changed here, through its API.
    case workmail
    /// The directory: changed there, with an administrator's own credentials.
    case directory
    /// Exchange: with interoperability, changed in the Exchange admin center.
    case exchange
    /// The console of the hosted service: its API has no operation for it.
    case console
}

/// Who owns one field, and why.
public struct Ownership: Hashable, Sendable {
    public var field: AccountField
    public var owner: Owner
    public var reason: Reason

    /// What made it so: a line of the configuration, or something the backend is known for.
    public struct Reason: Hashable, Sendable {
        /// The key of the configuration, for example `directory.kind`.
        public var key: String
        /// Its value.
        public var value: String
        /// What that means for the field, as a clause.
        public var explanation: String

        public init(key: String, value: String, explanation: String) {
            self.key = key
            self.value = value
            self.explanation = explanation
        }
    }

    public init(field: AccountField, owner: Owner, reason: Reason) {
        self.field = field
        self.owner = owner
        self.reason = reason
    }

    /// Whether a command may change it through the organization's API.
    public var isOurs: Bool { owner == .workmail }

    /// Whether a change can be made in the directory as one value of one attribute that the mirror has: by `--delegate` or
    /// as LDIF.
    public var isDelegable: Bool {
        owner == .directory && AccountField.personalData.contains(field) && field != .hiddenFromGlobalAddressList
    }

    /// What to do instead, for an owner who is not us.
    public var whereInstead: String {
        switch owner {
        case .workmail: "here"
        case .exchange: "in the Exchange admin center; the service picks it up within four hours"
        case .console:
            "in the console of the service, on the page of the user; workmail-sync devices block keeps a device out meanwhile"
        case .directory:
            switch field {
            case .creation, .deletion: "with the directory's own tools; the next sync follows"
            case .password:
                "in the directory, as its administrator: workmail-sync password reset USER --delegate --as NAME"
            case .groups: "with the directory's own tools; the next sync follows"
            case .quota, .permissions, .devices, .deviceAccess:
                "with the directory's own tools, as the guide says; a directory has no attribute for it, so you may "
                    + "want ad_connector.mailbox_settings: workmail"
            default: "in the directory: \(field.directoryAttributes.joined(separator: ", "))"
            }
        }
    }
}
