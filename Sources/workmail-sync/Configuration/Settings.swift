// SPDX-License-Identifier: Apache-2.0
import Configuration

/// The whole configuration as plain values. `ConfigurationKey.all` says what each may be.
struct Settings: Sendable {
    var directory: DirectorySettings
    var scope: ScopeSettings
    var addresses: AddressSettings
    var leavers: LeaverSettings
    var connector: ConnectorSettings
    var audit: AuditSettings
    var safety: SafetySettings
    var organization: OrganizationSettings
    var state: StateSettings
    var service: DaemonSettings
    var notifications: NotificationSettings
}

/// How to reach the directory and as whom.
struct DirectorySettings: Sendable {
    /// Where the organization's users come from.
    enum Kind: String, Sendable, CaseIterable {
        case simpleAD = "simple-ad"
        case managedAD = "managed-ad"
        case adConnector = "ad-connector"
        case workmail
    }

    /// How the connection is protected. There is no falling back from one to another.
    enum Transport: Sendable { case tls, startTLS, clearText }

    var kind: Kind
    var controllers: Controllers
    var transport: Transport
    /// A PEM file of certificate authorities; the system's when absent.
    var caFile: String?
    var identity: Identity
    /// Entries a page, 10 to 5,000.
    var pageSize: Int
    var connectTimeoutSeconds: Int
    var bindTimeoutSeconds: Int
    var operationTimeoutSeconds: Int
    /// 1 to 720.
    var fullReadHours: Int

    /// Which domain controllers.
    enum Controllers: Sendable, CustomStringConvertible {
        /// In order of preference, at least one.
        case urls([DirectoryURL])
        /// Those that DNS names.
        case domain(String, site: String?)

        var description: String {
            switch self {
            case .urls(let urls): urls.map(\.description).joined(separator: ", ")
            case .domain(let domain, let site):
                "the domain controllers of \(domain)\(site.map { ", those of the site \($0) first" } ?? "")"
            }
        }
    }

    /// The service account. What proves that we are it is read when it is needed, not before.
    enum Identity: Sendable {
        /// A UPN, `DOMAIN\name` or a DN.
        case password(name: String, SecretSource)
        case keytab(path: String, principal: String)
    }

    var bindName: String {
        switch identity {
        case .password(let name, _): name
        case .keytab(_, let principal): principal
        }
    }
}

/// Which part of the directory is meant.
struct ScopeSettings: Sendable {
    /// DNs; none means the whole domain.
    var bases: [String]
    var excludedSubtrees: [String]
    /// RFC 4515.
    var filter: String?
    /// DNs; none means that membership does not matter.
    var groups: [String]
}

/// How primary addresses are made.
struct AddressSettings: Sendable {
    /// At least one, such as `{mail}`; the first that gives an acceptable address counts.
    var templates: [String]
}

/// What happens with leavers' mailboxes.
struct LeaverSettings: Sendable {
    enum Action: String, Sendable, CaseIterable {
        /// Nothing until somebody disables it.
        case propose
        /// It is disabled, within the safety limits.
        case apply
    }

    /// What counts for every cause without an action of its own.
    var action: Action
    var disabled: Action?
    var expired: Action?
    var deleted: Action?
    var outOfScope: Action?
    var graceDays: Int
}

/// What is particular to an AD Connector.
struct ConnectorSettings: Sendable {
    enum MailboxSettings: String, Sendable, CaseIterable { case directory, workmail }

    /// Who owns quota, permissions and devices.
    var mailboxSettings: MailboxSettings
}

/// What the journal keeps.
struct AuditSettings: Sendable {
    /// Names of fields of the personal data.
    var maskedFields: [String]
}

/// How much may happen in one run. Of a number and its share the smaller counts, and there is no size below which
/// they sleep.
struct SafetySettings: Sendable {
    var maxDisables: Int
    var maxDisablesPercent: Double
    var maxMissing: Int
    var maxMissingPercent: Double
    var maxEnables: Int
}

/// The mail organization.
struct OrganizationSettings: Sendable {
    enum Backend: String, Sendable { case local, aws }

    var backend: Backend
    /// The embedded organization's database: an absolute path.
    var file: String
    var alias: String
    /// Whether Exchange owns the addresses.
    var isInteroperable: Bool
    /// In lower case; the first is the embedded organization's default domain. May be empty with a hosted one.
    var domains: [String]
    /// How to reach the hosted one; `nil` for an embedded one.
    var hosted: HostedSettings?
}

/// How to reach an organization of the hosted service. What is absent is as the AWS variables and profiles say.
struct HostedSettings: Sendable {
    /// `m-` and 32 hex digits.
    var organizationID: String
    var region: String?
    var profile: String?
    var endpoint: String?
    /// A PEM file of certificate authorities; the system's when absent.
    var caFile: String?
    /// At the most.
    var requestsPerSecond: Double
}

/// The program as a service.
struct DaemonSettings: Sendable {
    /// The socket by which commands reach it: an absolute path.
    var socket: String
    /// The longest time without a whole run.
    var intervalSeconds: Int
    /// Where metrics and health are served; `nil` for nowhere.
    var metrics: ListenAddress?
}

/// What the agent remembers.
struct StateSettings: Sendable {
    /// The state database: an absolute path.
    var file: String
}
