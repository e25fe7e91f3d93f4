// SPDX-License-Identifier: Apache-2.0

/// What decides who owns which field. All of it is configuration, so that a refusal needs no network call; `doctor`
/// compares it with what the service says.
public struct OwnershipFacts: Hashable, Sendable {
    /// Who owns quota, permissions and devices behind an AD Connector, where the guide's note can be read in two ways.
    public enum ConnectorMailboxSettings: String, Sendable, CaseIterable {
        /// The guide's literal text: the directory's tools.
        case directory
        /// The mail organization, whose API accepts them.
        case workmail
    }

    public var directoryKind: PlanningRules.DirectoryKind
    /// Exchange and the organization share the users (AD Connector only; InteroperabilityEnabled of the service).
    public var isInteroperable: Bool
    public var connectorMailboxSettings: ConnectorMailboxSettings
    /// Whether the organization is the hosted one: it writes through into Simple AD and Managed Microsoft AD, and has
    /// no operations for devices. The embedded one never writes to a directory, and keeps devices itself.
    public var isHosted: Bool

    public init(
        directoryKind: PlanningRules.DirectoryKind, isInteroperable: Bool = false,
        connectorMailboxSettings: ConnectorMailboxSettings = .directory, isHosted: Bool = false
    ) {
        self.directoryKind = directoryKind
        self.isInteroperable = isInteroperable
        self.connectorMailboxSettings = connectorMailboxSettings
        self.isHosted = isHosted
    }
}

/// Who owns which field of an account. Pure; every editing command asks it before anything else.
///
///     field                    workmail   simple-ad, managed-ad   ad-connector            with interoperability
///     creation                 workmail   workmail *              directory               exchange
///     deletion                 workmail   directory               directory               exchange
///     mailbox (on or off)      workmail   workmail                workmail                workmail
///     personal data            workmail   workmail *              directory               exchange
///     primary address, aliases workmail   workmail                workmail                exchange
///     quota, permissions       workmail   workmail                directory **            directory **
///     device access            workmail   workmail                directory **            directory **
///     devices                  console ***  …                     directory **            directory **
///     password                 workmail   workmail *              directory               directory
///     groups                   workmail   workmail *              directory               exchange
///
/// `*` the hosted service writes them into the directory; an embedded organization cannot, so they are the directory's.
/// `**` `workmail` (devices: as in the other columns) with `ad_connector.mailbox_settings: workmail`.
/// `***` `workmail` for an embedded organization, which keeps the devices itself; the hosted API has no operation.
public struct OwnershipTable: Sendable {
    public let facts: OwnershipFacts

    public init(_ facts: OwnershipFacts) { self.facts = facts }

    /// Every field, in the order of `AccountField`.
    public var all: [Ownership] { AccountField.allCases.map { self[$0] } }

    public subscript(_ field: AccountField) -> Ownership {
        if facts.directoryKind == .adConnector {
            return facts.isInteroperable ? interoperable(field) : connected(field)
        }
        return independent(field)
    }

    /// The first of the fields that is not ours to write; `nil` when all are.
    public func firstRefused(_ fields: some Sequence<AccountField>) -> Ownership? {
        fields.lazy.map { self[$0] }.first { !$0.isOurs }
    }

    /// WorkMail directory, Simple AD, Managed Microsoft AD.
    private func independent(_ field: AccountField) -> Ownership {
        let isOwn = facts.directoryKind == .workmail
        switch field {
        case .devices: return devices(field)
        case .mailbox, .primaryEmail, .aliases, .quota, .permissions, .deviceAccess:
            return entry(field, .workmail, kind("the organization keeps it"))
        case .deletion where !isOwn:
            return entry(field, .directory, kind("the users of the organization are the directory's"))
        default:
            if isOwn { return entry(field, .workmail, kind("the organization has a directory of its own")) }
            if facts.isHosted { return entry(field, .workmail, kind("the service writes it into the directory")) }
            return entry(
                field, .directory, backend("local", "an embedded organization does not write into a directory"))
        }
    }

    private func connected(_ field: AccountField) -> Ownership {
        switch field {
        case .mailbox: entry(field, .workmail, kind("enabling and disabling is the organization's"))
        case .primaryEmail, .aliases:
            entry(field, .workmail, kind("the organization keeps it; the service may refuse all the same"))
        case .quota, .permissions, .deviceAccess, .devices: connectorMailboxSetting(field)
        default: entry(field, .directory, kind("AD Connector only reads the directory"))
        }
    }

    private func interoperable(_ field: AccountField) -> Ownership {
        let shared = Ownership.Reason(
            key: "organization.interoperability", value: "true", explanation: "Exchange keeps it for both systems")
        switch field {
        case .mailbox: return entry(field, .workmail, kind("enabling and disabling is the organization's"))
        case .quota, .permissions, .deviceAccess, .devices: return connectorMailboxSetting(field)
        case .password: return entry(field, .directory, kind("AD Connector only reads the directory"))
        default: return entry(field, .exchange, shared)
        }
    }

    private func connectorMailboxSetting(_ field: AccountField) -> Ownership {
        guard facts.connectorMailboxSettings == .workmail else {
            return entry(field, .directory, mailboxSettings("the guide leaves it to the directory's tools"))
        }
        return field == .devices
            ? devices(field) : entry(field, .workmail, mailboxSettings("the organization's API accepts it"))
    }

    private func devices(_ field: AccountField) -> Ownership {
        facts.isHosted
            ? entry(field, .console, backend("aws", "the service's API has no operation for it"))
            : entry(field, .workmail, backend("local", "the embedded organization keeps it"))
    }

    private func entry(_ field: AccountField, _ owner: Owner, _ reason: Ownership.Reason) -> Ownership {
        Ownership(field: field, owner: owner, reason: reason)
    }

    private func kind(_ explanation: String) -> Ownership.Reason {
        .init(key: "directory.kind", value: facts.directoryKind.rawValue, explanation: explanation)
    }

    private func backend(_ value: String, _ explanation: String) -> Ownership.Reason {
        .init(key: "organization.backend", value: value, explanation: explanation)
    }

    private func mailboxSettings(_ explanation: String) -> Ownership.Reason {
        .init(
            key: "ad_connector.mailbox_settings", value: facts.connectorMailboxSettings.rawValue,
            explanation: explanation)
    }
}
