// SPDX-License-Identifier: Apache-2.0
import Configuration

// `ConfigurationParser` and `ConfigurationRules` have spoken before, so that these initializers fail only if the
// table of keys and a section disagree.

extension Settings {
    /// - Throws: when a value is not what its section needs.
    init(reader: ConfigReader) throws {
        directory = try DirectorySettings(reader: reader)
        scope = try ScopeSettings(reader: reader)
        addresses = try AddressSettings(templates: reader.texts(.templates))
        leavers = try LeaverSettings(reader: reader)
        connector = try ConnectorSettings(mailboxSettings: reader.choice(.mailboxSettings))
        audit = try AuditSettings(maskedFields: reader.texts(.maskedFields))
        safety = try SafetySettings(reader: reader)
        organization = try OrganizationSettings(reader: reader)
        state = try StateSettings(file: reader.text(.stateFile))
        service = try DaemonSettings(
            socket: reader.text(.serviceSocket), intervalSeconds: reader.integer(.serviceInterval),
            metrics: reader.optionalText(.serviceMetrics).map { try ListenAddress($0) })
        notifications = try NotificationSettings(reader: reader)
    }
}

extension NotificationSettings {
    init(reader: ConfigReader) throws {
        let recipients = try reader.texts(.mailTo)
        if !recipients.isEmpty {
            mail = Mail(
                recipients: recipients, sender: reader.optionalText(.mailFrom), program: try reader.text(.sendmail))
        }
        if let url = reader.optionalText(.webhookURL) {
            let token =
                reader.optionalText(.webhookTokenFile).map(SecretSource.file)
                ?? reader.optionalText(.webhookTokenCredential).map(SecretSource.credential)
            webhook = Webhook(url: url, token: token, caFile: reader.optionalText(.webhookCAFile))
        }
        thresholds = NoticeThresholds(
            digestHours: try reader.integer(.digestHours), silentHours: try reader.integer(.silentHours),
            expiryDays: try reader.integer(.expiryDays))
    }
}

extension DirectorySettings {
    init(reader: ConfigReader) throws {
        kind = try reader.choice(.directoryKind)
        // Of a domain it is said whether SASL protects what TLS does not; a URL says so itself.
        let isTLS: Bool
        if let domain = reader.optionalText(.directoryDomain) {
            controllers = .domain(domain, site: reader.optionalText(.directorySite))
            isTLS = try !reader.isOn(.sealed)
        } else {
            let texts = try reader.optionalText(.directoryURL).map { [$0] } ?? reader.texts(.directoryURLs)
            let urls = try texts.map { try DirectoryURL($0) }
            controllers = .urls(urls)
            isTLS = urls.allSatisfy { $0.scheme == .ldaps }
        }
        transport =
            if try reader.isOn(.startTLS) { .startTLS } else if isTLS { .tls } else { .clearText }
        caFile = reader.optionalText(.caFile)
        if try reader.text(.bindMethod) == "gssapi" {
            identity = .keytab(path: try reader.text(.keytab), principal: try reader.text(.principal))
        } else {
            let source: SecretSource =
                if let name = reader.optionalText(.passwordCredential) { .credential(name) } else {
                    .file(try reader.text(.passwordFile))
                }
            identity = .password(name: try reader.text(.bindName), source)
        }
        pageSize = try reader.integer(.pageSize)
        connectTimeoutSeconds = try reader.integer(.connectTimeout)
        bindTimeoutSeconds = try reader.integer(.bindTimeout)
        operationTimeoutSeconds = try reader.integer(.operationTimeout)
        fullReadHours = try reader.integer(.fullReadHours)
    }
}

extension ScopeSettings {
    init(reader: ConfigReader) throws {
        bases = try reader.texts(.bases)
        excludedSubtrees = try reader.texts(.excludedSubtrees)
        filter = reader.optionalText(.filter)
        groups = try reader.texts(.groups)
    }
}

extension LeaverSettings {
    init(reader: ConfigReader) throws {
        action = try reader.choice(.leaverAction)
        disabled = reader.optionalText(.leaversDisabled).flatMap(Action.init(rawValue:))
        expired = reader.optionalText(.leaversExpired).flatMap(Action.init(rawValue:))
        deleted = reader.optionalText(.leaversDeleted).flatMap(Action.init(rawValue:))
        outOfScope = reader.optionalText(.leaversOutOfScope).flatMap(Action.init(rawValue:))
        graceDays = try reader.integer(.graceDays)
    }
}

extension SafetySettings {
    init(reader: ConfigReader) throws {
        maxDisables = try reader.integer(.maxDisables)
        maxDisablesPercent = try reader.number(.maxDisablesPercent)
        maxMissing = try reader.integer(.maxMissing)
        maxMissingPercent = try reader.number(.maxMissingPercent)
        maxEnables = try reader.integer(.maxEnables)
    }
}

extension OrganizationSettings {
    init(reader: ConfigReader) throws {
        backend = try reader.choice(.backend)
        file = try reader.text(.organizationFile)
        alias = try reader.text(.alias)
        isInteroperable = try reader.isOn(.interoperability)
        domains = try reader.texts(.domains)
        hosted = backend == .aws ? try HostedSettings(reader: reader) : nil
    }
}

extension HostedSettings {
    init(reader: ConfigReader) throws {
        organizationID = try reader.text(.organizationID)
        region = reader.optionalText(.region)
        profile = reader.optionalText(.profile)
        endpoint = reader.optionalText(.endpoint)
        caFile = reader.optionalText(.serviceCAFile)
        requestsPerSecond = try reader.number(.requestsPerSecond)
    }
}

extension ConfigReader {
    fileprivate func text(_ key: ConfigurationKey) throws -> String {
        try requiredString(forKey: key.readerKey, isSecret: key.isSecret)
    }
    fileprivate func optionalText(_ key: ConfigurationKey) -> String? {
        string(forKey: key.readerKey, isSecret: key.isSecret)
    }
    fileprivate func texts(_ key: ConfigurationKey) throws -> [String] {
        try requiredStringArray(forKey: key.readerKey)
    }
    fileprivate func integer(_ key: ConfigurationKey) throws -> Int { try requiredInt(forKey: key.readerKey) }
    fileprivate func number(_ key: ConfigurationKey) throws -> Double { try requiredDouble(forKey: key.readerKey) }
    fileprivate func isOn(_ key: ConfigurationKey) throws -> Bool { try requiredBool(forKey: key.readerKey) }
    fileprivate func choice<Choice: RawRepresentable & Sendable>(_ key: ConfigurationKey) throws -> Choice
    where Choice.RawValue == String {
        try requiredString(forKey: key.readerKey, as: Choice.self)
    }
}

extension ConfigurationKey {
    fileprivate var readerKey: ConfigKey { ConfigKey([section, name]) }
}
