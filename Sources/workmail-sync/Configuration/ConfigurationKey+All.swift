// SPDX-License-Identifier: Apache-2.0
import Configuration

extension ConfigurationKey {
    // MARK: directory
    static let directoryKind = ConfigurationKey(
        "directory", "kind", .choice(["simple-ad", "managed-ad", "ad-connector", "workmail"]), .required,
        "Where the organization's users come from; it decides who owns which field.")
    static let directoryURL = ConfigurationKey(
        "directory", "url", .text(.directoryURL), .absent,
        "The domain controller: ldaps://host[:636], or ldap://host[:389] with start_tls, bind: gssapi or allow_clear_text."
    )
    static let directoryURLs = ConfigurationKey(
        "directory", "urls", .list(of: .directoryURL), .value(.stringArray([])),
        "Several domain controllers of the same domain, in order of preference. This, url or domain.")
    static let directoryDomain = ConfigurationKey(
        "directory", "domain", .text(.dnsName), .absent,
        "The domain whose controllers DNS names (SRV); over LDAPS on port 636 unless start_tls. This, url or urls.")
    static let directorySite = ConfigurationKey(
        "directory", "site", .text(.siteName), .absent,
        "With domain: the site whose controllers come first; without it, the one in which the first that is asked sees us."
    )
    static let startTLS = ConfigurationKey(
        "directory", "start_tls", .boolean, .value(.bool(false)),
        "Start TLS on an ldap:// connection before anything else is said. A server that refuses is left.")
    static let sealed = ConfigurationKey(
        "directory", "sealed", .boolean, .value(.bool(false)),
        "With domain and bind: gssapi: encrypt by SASL on port 389 instead of TLS, as an ldap:// URL with gssapi does.")
    static let allowClearText = ConfigurationKey(
        "directory", "allow_clear_text", .boolean, .value(.bool(false)),
        "Bind and read over ldap:// without TLS, so that everybody on the way can read the password.")
    static let caFile = ConfigurationKey(
        "directory", "ca_file", .text(.path), .absent,
        "A PEM file of the certificate authorities to trust, and only these; without it, the system's.")
    static let bindMethod = ConfigurationKey(
        "directory", "bind", .choice(["simple", "gssapi"]), .value(.string("simple")),
        "With a name and a password, or with a Kerberos ticket that is got with a keytab.")
    static let bindName = ConfigurationKey(
        "directory", "bind_name", .text(.bindName), .absent,
        "The service account: a UPN, DOMAIN\\name or a DN. It needs to read, nothing else. Required with bind: simple.")
    static let principal = ConfigurationKey(
        "directory", "principal", .text(.principal), .absent,
        "With bind: gssapi, the service account as Kerberos names it.")
    static let keytab = ConfigurationKey(
        "directory", "keytab", .text(.path), .absent, isSecret: true,
        "With bind: gssapi, the file with its key, mode 0600 or less; it is read anew at each bind.")
    static let passwordFile = ConfigurationKey(
        "directory", "password_file", .text(.path), .absent, isSecret: true,
        "A file with the service account's password, mode 0600 or less. This or password_credential.")
    static let passwordCredential = ConfigurationKey(
        "directory", "password_credential", .text(.credentialName), .absent, isSecret: true,
        "The name of a systemd credential (LoadCredential=) with that password. This or password_file.")
    static let pageSize = ConfigurationKey(
        "directory", "page_size", .integer(10...5000), .value(.int(1000)),
        "Entries a page. Servers hand out 1000 at most unless they were told otherwise.")
    static let connectTimeout = ConfigurationKey(
        "directory", "connect_timeout_seconds", .integer(1...120), .value(.int(5)),
        "For name resolution, TCP connect and the TLS handshake together.")
    static let bindTimeout = ConfigurationKey(
        "directory", "bind_timeout_seconds", .integer(1...120), .value(.int(10)), "For the answer to the bind.")
    static let operationTimeout = ConfigurationKey(
        "directory", "operation_timeout_seconds", .integer(1...600), .value(.int(60)),
        "For each answer; five times as long for a DirSync one to begin, which for the service has to be below WatchdogSec=."
    )
    static let fullReadHours = ConfigurationKey(
        "directory", "full_read_hours", .integer(1...720), .value(.int(24)),
        "After so many hours everybody is read, whatever was told of changes meanwhile.")

    // MARK: scope
    static let bases = ConfigurationKey(
        "scope", "bases", .list(of: .distinguishedName), .value(.stringArray([])),
        "OUs or containers whose users are in scope; none means the whole domain.")
    static let excludedSubtrees = ConfigurationKey(
        "scope", "excluded_subtrees", .list(of: .distinguishedName), .value(.stringArray([])),
        "Subtrees inside the bases that are left out.")
    static let filter = ConfigurationKey(
        "scope", "filter", .text(.filter), .absent, "An LDAP filter (RFC 4515) that users must match as well.")
    static let groups = ConfigurationKey(
        "scope", "groups", .list(of: .distinguishedName), .value(.stringArray([])),
        "Groups of which a user must be in at least one, directly or through other groups; none means no such rule.")

    // MARK: addresses
    static let templates = ConfigurationKey(
        "addresses", "templates", .list(of: .addressTemplate), .value(.stringArray(["{mail}"])),
        "Patterns for the primary address; the first that gives an acceptable one counts.")

    // MARK: leavers
    static let leaverAction = ConfigurationKey(
        "leavers", "action", .choice(["propose", "apply"]), .value(.string("propose")),
        "What happens with a leaver's mailbox: nothing until somebody disables it, or disabled within the limits below."
    )

    static let leaversDisabled = ConfigurationKey(
        "leavers", "disabled", .choice(["propose", "apply"]), .absent,
        "The same for people whose account was switched off; without it, as action says.")
    static let leaversExpired = ConfigurationKey(
        "leavers", "expired", .choice(["propose", "apply"]), .absent,
        "The same for people whose account has expired; without it, as action says.")
    static let leaversDeleted = ConfigurationKey(
        "leavers", "deleted", .choice(["propose", "apply"]), .absent,
        "The same for people whose account was deleted and whose tombstone is seen; without it, as action says.")
    static let leaversOutOfScope = ConfigurationKey(
        "leavers", "out_of_scope", .choice(["propose", "apply"]), .absent,
        "The same for people who were moved out of scope; without it, as action says.")
    static let graceDays = ConfigurationKey(
        "leavers", "grace_days", .integer(0...365), .value(.int(0)),
        "Days between the run that first sees somebody as a leaver and the run that disables the mailbox.")

    // MARK: ad_connector
    static let mailboxSettings = ConfigurationKey(
        "ad_connector", "mailbox_settings", .choice(["directory", "workmail"]), .value(.string("directory")),
        "Who owns quota, permissions and devices: the directory, as the guide says, or the organization.")

    // MARK: audit
    static let maskedFields = ConfigurationKey(
        "audit", "masked_fields", .list(of: .personalField), .value(.stringArray([])),
        "Personal data whose values never enter the journal, only that they were changed; whose it was is always there."
    )

    // MARK: safety
    static let maxDisables = ConfigurationKey(
        "safety", "max_disables", .integer(0...1_000_000), .value(.int(10)),
        "Mailboxes that one run may disable without a decision on each.")
    static let maxDisablesPercent = ConfigurationKey(
        "safety", "max_disables_percent", .number(0...100), .value(.double(5)),
        "The same as a share of the enabled mailboxes; the smaller of the two counts.")
    static let maxMissing = ConfigurationKey(
        "safety", "max_missing", .integer(0...1_000_000), .value(.int(10)),
        "People whom a complete read may no longer show.")
    static let maxMissingPercent = ConfigurationKey(
        "safety", "max_missing_percent", .number(0...100), .value(.double(5)),
        "The same as a share of the people known; the smaller of the two counts.")
    static let maxEnables = ConfigurationKey(
        "safety", "max_enables", .integer(0...1_000_000), .value(.int(100)),
        "Mailboxes that one run may enable; each is billed.")

    // MARK: organization
    static let backend = ConfigurationKey(
        "organization", "backend", .choice(["local", "aws"]), .value(.string("local")),
        "The mail organization: local is embedded, in one file; aws is the hosted service.")
    static let organizationFile = ConfigurationKey(
        "organization", "file", .text(.path), .value(.string("/var/lib/workmail-sync/organization.db")),
        "The database of the embedded organization.")
    static let alias = ConfigurationKey(
        "organization", "alias", .text(.organizationAlias), .value(.string("local")),
        "The embedded organization's short name.")
    static let organizationID = ConfigurationKey(
        "organization", "id", .text(.organizationID), .absent, "The hosted organization's id; required with aws.")
    static let region = ConfigurationKey(
        "organization", "region", .text(.region), .absent,
        "The Region of the hosted organization; without it, as the AWS variables and profiles say.")
    static let profile = ConfigurationKey(
        "organization", "profile", .text(.profileName), .absent,
        "The profile of the AWS configuration files to take credentials and Region from.")
    static let endpoint = ConfigurationKey(
        "organization", "endpoint", .text(.endpointURL), .absent,
        "Another address of the service: a VPC endpoint, or that of workmail-local. Clear text only to this machine.")
    static let serviceCAFile = ConfigurationKey(
        "organization", "ca_file", .text(.path), .absent,
        "A PEM file of the certificate authorities to trust for the service, and only these; without it, the system's.")
    static let requestsPerSecond = ConfigurationKey(
        "organization", "requests_per_second", .number(0.5...1000), .value(.double(10)),
        "The most requests a second to the service; fewer while it throttles.")
    static let interoperability = ConfigurationKey(
        "organization", "interoperability", .boolean, .value(.bool(false)),
        "The organization shares its users with Exchange, which then owns the addresses. Only with ad-connector.")
    static let domains = ConfigurationKey(
        "organization", "domains", .list(of: .mailDomain), .value(.stringArray([])),
        "The embedded organization's mail domains, the default one first; required with local. The service knows its own."
    )

    // MARK: state
    static let stateFile = ConfigurationKey(
        "state", "file", .text(.path), .value(.string("/var/lib/workmail-sync/state.db")),
        "The database of decisions, links and the journal.")

    // MARK: service
    static let serviceSocket = ConfigurationKey(
        "service", "socket", .text(.path), .value(.string("/run/workmail-sync/control.sock")),
        "The socket by which commands reach the service (workmail-sync run).")
    static let serviceInterval = ConfigurationKey(
        "service", "interval_seconds", .integer(10...86_400), .value(.int(300)),
        "The longest time without a whole run of the service; changes are followed at once anyway.")
    static let serviceMetrics = ConfigurationKey(
        "service", "metrics", .text(.listenAddress), .absent,
        "Where the service shows /metrics, /healthz and /readyz; without it, nowhere.")

    /// Every key, in the order of the example file.
    static let all: [ConfigurationKey] = [
        directoryKind, directoryURL, directoryURLs, directoryDomain, directorySite, startTLS, sealed,
        allowClearText, caFile,
        bindMethod, bindName, passwordFile, passwordCredential, principal, keytab, pageSize, connectTimeout,
        bindTimeout, operationTimeout, fullReadHours,
        bases, excludedSubtrees, filter, groups,
        templates,
        leaverAction, leaversDisabled, leaversExpired, leaversDeleted, leaversOutOfScope, graceDays,
        mailboxSettings,
        maskedFields,
        maxDisables, maxDisablesPercent, maxMissing, maxMissingPercent, maxEnables,
        backend, organizationFile, alias, organizationID, region, profile, endpoint, serviceCAFile, requestsPerSecond,
        interoperability, domains,
        stateFile,
        serviceSocket, serviceInterval, serviceMetrics,
        mailTo, mailFrom, sendmail, webhookURL, webhookTokenFile, webhookTokenCredential, webhookCAFile, digestHours,
        silentHours, expiryDays,
    ]
}
