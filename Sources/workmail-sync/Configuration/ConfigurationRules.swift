// SPDX-License-Identifier: Apache-2.0

/// What keys must not say together. Each key by itself is already sound.
struct ConfigurationRules {
    let values: ConfigurationValues
    /// The keys whose values could not be read: no rule speaks about them.
    let unreadable: Set<String>
    var problems: [ConfigurationProblem] = []
    /// What is probably not meant, but does no harm.
    private(set) var warnings: [ConfigurationProblem] = []

    init(_ values: ConfigurationValues, unreadable: Set<String> = []) {
        self.values = values
        self.unreadable = unreadable
        checkDirectory()
        checkScope()
        checkOrganization()
        checkAddresses()
        checkConnector()
        checkNotifications()
    }

    private mutating func checkScope() {
        let bases = values.elements(.bases)
        for (index, excluded) in values.elements(.excludedSubtrees).enumerated() {
            let key = "\(ConfigurationKey.excludedSubtrees.path)[\(index)]"
            if let base = bases.first(where: { DNOutline.isWithin($0.text, excluded.text) }) {
                let message = "“\(excluded.text)” leaves nobody of the base “\(base.text)”; remove one of the two"
                problems.append(ConfigurationProblem(line: excluded.line, key: key, message))
            } else if !bases.isEmpty, isReadable(.bases),
                !bases.contains(where: { DNOutline.isWithin(excluded.text, $0.text) })
            {
                let message = "“\(excluded.text)” is not below any of scope.bases, so it excludes nobody"
                warnings.append(ConfigurationProblem(line: excluded.line, key: key, message))
            }
        }
        for key in [ConfigurationKey.bases, .excludedSubtrees, .groups] { refuseRepetition(in: key) }
    }

    private mutating func checkOrganization() {
        if values.text(.backend) == "aws" { checkHosted() } else { checkEmbedded() }
        refuseRepetition(in: .domains)
        if let file = values.text(.organizationFile), file == values.text(.stateFile) {
            refuse(
                values.line(.stateFile) == nil ? .organizationFile : .stateFile,
                "organization.file and state.file are the same file “\(file)”; each needs its own")
        }
    }

    private mutating func checkEmbedded() {
        if isReadable(.domains), values.texts(.domains).isEmpty {
            let message = "the organization needs at least one domain, such as [example.com]"
            refuse(.domains, values.line(.domains) == nil ? "is required: \(message)" : "is empty; \(message)")
        }
        for key in [
            ConfigurationKey.organizationID, .region, .profile, .endpoint, .serviceCAFile, .requestsPerSecond,
        ] where values.line(key) != nil {
            warn(key, "says nothing with organization.backend: local; it is for aws")
        }
    }

    private mutating func checkHosted() {
        if values.line(.organizationID) == nil, isReadable(.organizationID) {
            refuse(
                .organizationID, "is required with organization.backend: aws; aws workmail list-organizations shows it")
        }
        for key in [ConfigurationKey.organizationFile, .alias] where values.line(key) != nil {
            warn(key, "says nothing with organization.backend: aws; it is for local")
        }
    }

    private mutating func checkAddresses() {
        if values.line(.templates) != nil, values.texts(.templates).isEmpty {
            refuse(.templates, "is empty, so that nobody could get an address; remove it to take [\"{mail}\"]")
        }
        refuseRepetition(in: .templates)
        let domains = values.texts(.domains)
        guard !domains.isEmpty else { return }
        for (index, template) in values.elements(.templates).enumerated() {
            guard let domain = (try? AddressPattern(template.text))?.literalDomain, !domains.contains(domain) else {
                continue
            }
            let hint = NearestName.of(domain, among: domains).map { "; did you mean \($0)?" } ?? ""
            let message = "“\(template.text)” is in no domain of organization.domains\(hint)"
            let key = "\(ConfigurationKey.templates.path)[\(index)]"
            problems.append(ConfigurationProblem(line: template.line, key: key, message))
        }
    }

    private mutating func checkConnector() {
        refuseRepetition(in: .maskedFields)
        guard let kind = values.text(.directoryKind), kind != "ad-connector" else { return }
        if values.isOn(.interoperability) {
            refuse(.interoperability, "is only possible with directory.kind: ad-connector, and it is \(kind)")
        }
        if values.line(.mailboxSettings) != nil {
            warn(.mailboxSettings, "says nothing with directory.kind: \(kind); it is for ad-connector")
        }
    }

    mutating func refuseRepetition(in key: ConfigurationKey) {
        var seen: Set<[UInt8]> = []
        for (index, element) in values.elements(key).enumerated() where !seen.insert(Array(element.text.utf8)).inserted
        {
            problems.append(
                ConfigurationProblem(
                    line: element.line, key: "\(key.path)[\(index)]", "“\(element.text)” is there twice"))
        }
    }

    mutating func refuse(_ key: ConfigurationKey, _ message: String) {
        problems.append(ConfigurationProblem(line: values.line(key), key: key.path, message))
    }

    mutating func warn(_ key: ConfigurationKey, _ message: String) {
        warnings.append(ConfigurationProblem(line: values.line(key), key: key.path, message))
    }

    func isReadable(_ keys: ConfigurationKey...) -> Bool { keys.allSatisfy { !unreadable.contains($0.path) } }
}
