// SPDX-License-Identifier: Apache-2.0

/// What the keys of the directory must not say together.
extension ConfigurationRules {
    mutating func checkDirectory() {
        checkControllers()
        checkTransport()
        checkSealing()
        if values.text(.bindMethod) == "gssapi" { checkKeytab() } else { checkPassword() }
    }

    private mutating func checkControllers() {
        guard isReadable(.directoryURL, .directoryURLs, .directoryDomain) else { return }
        let given = [ConfigurationKey.directoryURL, .directoryURLs, .directoryDomain].filter { values.line($0) != nil }
        if given.isEmpty {
            problems.append(
                ConfigurationProblem(
                    key: ConfigurationKey.directoryURL.path,
                    "is required, or directory.urls or directory.domain instead"))
        }
        if let last = given.max(by: { (values.line($0) ?? 0) < (values.line($1) ?? 0) }), given.count > 1 {
            refuse(last, "only one of url, urls and domain may be there")
        }
        if values.line(.directoryURLs) != nil {
            if values.texts(.directoryURLs).isEmpty {
                refuse(.directoryURLs, "is empty; name at least one, or remove it")
            }
            refuseRepetition(in: .directoryURLs)
            let schemes = Set(urls.map(\.scheme))
            if schemes.count > 1 {
                refuse(.directoryURLs, "has ldaps:// and ldap:// together; all are reached in the same way")
            }
        }
        if values.line(.directorySite) != nil, values.line(.directoryDomain) == nil {
            warn(.directorySite, "says nothing without directory.domain")
        }
    }

    private var urls: [DirectoryURL] {
        (values.text(.directoryURL).map { [$0] } ?? values.texts(.directoryURLs)).compactMap { try? DirectoryURL($0) }
    }

    private mutating func checkTransport() {
        guard isReadable(.startTLS, .allowClearText) else { return }
        let startTLS = values.isOn(.startTLS)
        let clear = values.isOn(.allowClearText)
        guard let url = urls.first else {
            if values.line(.directoryDomain) != nil, clear {
                refuse(
                    .allowClearText, "contradicts directory.domain, whose controllers are reached over TLS; remove it")
            }
            return
        }
        let key = values.line(.directoryURL) == nil ? ConfigurationKey.directoryURLs : .directoryURL
        let isSealed = values.text(.bindMethod) == "gssapi"
        switch (url.scheme, startTLS, clear) {
        case (.ldaps, true, _):
            refuse(
                .startTLS, "contradicts \(key.path): ldaps:// is TLS from the first byte; remove it, or use ldap://")
        case (.ldaps, false, true):
            refuse(.allowClearText, "contradicts \(key.path): ldaps:// is never clear text; remove it")
        case (.ldap, true, true):
            refuse(.allowClearText, "contradicts start_tls: it is never given up for clear text; remove one of the two")
        case (.ldap, false, false):
            if isSealed { return refuseAuthority("bind: gssapi without TLS") }
            refuse(
                key,
                "“\(url)” would send the password in clear text; use ldaps://, start_tls: true or allow_clear_text: true"
            )
        case (.ldap, false, true):
            if isSealed {
                refuse(.allowClearText, "contradicts bind: gssapi, which encrypts everything itself; remove it")
            } else {
                refuseAuthority("allow_clear_text")
            }
        case (.ldaps, false, false), (.ldap, true, false): break
        }
    }

    /// What an `ldap://` URL says of itself has to be said of a domain.
    private mutating func checkSealing() {
        guard isReadable(.sealed, .bindMethod), values.isOn(.sealed) else { return }
        if values.line(.directoryDomain) == nil {
            warn(.sealed, "says nothing without directory.domain; an ldap:// URL with bind: gssapi is sealed anyway")
        } else if values.text(.bindMethod) != "gssapi" {
            refuse(.sealed, "needs bind: gssapi, which is what encrypts")
        } else if values.isOn(.startTLS) {
            refuse(.sealed, "contradicts start_tls: TLS encrypts already; remove one of the two")
        } else {
            refuseAuthority("directory.sealed")
        }
    }

    private mutating func refuseAuthority(_ other: String) {
        if values.line(.caFile) != nil {
            refuse(.caFile, "contradicts \(other): without TLS there is nothing to verify")
        }
    }

    private mutating func checkPassword() {
        require(.bindName, with: "simple")
        for key in [ConfigurationKey.principal, .keytab] where values.line(key) != nil {
            warn(key, "says nothing with bind: simple; it is for gssapi")
        }
        guard isReadable(.passwordFile, .passwordCredential) else { return }
        switch (values.line(.passwordFile), values.line(.passwordCredential)) {
        case (nil, nil):
            problems.append(
                ConfigurationProblem(
                    key: ConfigurationKey.passwordFile.path, "is required, or directory.password_credential instead"))
        case (let first?, let second?):
            let later = first > second ? ConfigurationKey.passwordFile : .passwordCredential
            refuse(later, "only one of password_file and password_credential may be there")
        case (_?, nil), (nil, _?): break
        }
    }

    private mutating func checkKeytab() {
        require(.principal, with: "gssapi")
        require(.keytab, with: "gssapi")
        for key in [ConfigurationKey.bindName, .passwordFile, .passwordCredential] where values.line(key) != nil {
            warn(key, "says nothing with bind: gssapi; it is for simple")
        }
    }

    private mutating func require(_ key: ConfigurationKey, with method: String) {
        guard isReadable(key), values.line(key) == nil else { return }
        problems.append(
            ConfigurationProblem(key: key.path, "is required with directory.bind: \(method): \(key.kind.words)"))
    }
}
