// SPDX-License-Identifier: Apache-2.0
public import LDAP

/// How to reach the directory and as whom.
public struct DirectoryConfiguration: Sendable {
    /// How the connection is protected; there is no falling back from one to another.
    public enum Protection: Sendable { case tls, startTLS, clearText }

    /// How to connect. Its URL is that of the first domain controller, or of the domain where DNS names them.
    public var connection: LDAPConfiguration
    /// Where the domain controllers are known from.
    public var source: ControllerSource
    /// What is known of how they are. Configurations that are copies of one another share it.
    public var memory = ControllerMemory()
    /// Told before each step that may last as long as its timeout: a look-up in DNS, a domain controller that is tried, a
    /// bind. For whoever ends what makes no progress.
    public var progress: @Sendable () -> Void = {}
    /// How many times longer than another a DirSync answer may be in coming.
    public static let dirSyncPatience = LDAPConnection.dirSyncPatience

    /// A UPN, `DOMAIN\\name` or a DN; the principal where there is a keytab.
    public var bindName: String
    public var bindPassword: Secret
    /// To bind with a Kerberos ticket from this keytab instead of the password.
    public var keytab: Keytab?
    /// Entries a page, 10 to 5,000. Servers hand out 1,000 at most unless they were told otherwise.
    public var pageSize: Int

    public init(connection: LDAPConfiguration, bindName: String, bindPassword: Secret, pageSize: Int = 1000) {
        self.connection = connection
        source = .urls([connection.url])
        self.bindName = bindName
        self.bindPassword = bindPassword
        self.pageSize = pageSize
    }

    /// The same from plain values, for those who have no business with LDAP.
    /// - Parameters:
    ///   - url: `ldaps://dc1.corp.example.com` or `ldap://…`.
    ///   - caFile: a PEM file of the authorities to trust; the system's when absent.
    ///   - password: the bytes of the password.
    ///   - connectSeconds: for TCP and the TLS handshake together.
    /// - Throws: when the URL is none.
    public init(
        url: String, protection: Protection, caFile: String?, bindName: String, password: [UInt8], pageSize: Int,
        connectSeconds: Double, bindSeconds: Double, operationSeconds: Double
    ) throws {
        try self.init(
            controllers: .urls([url]), protection: protection, caFile: caFile,
            identity: .password(bindName, password), pageSize: pageSize, connectSeconds: connectSeconds,
            bindSeconds: bindSeconds, operationSeconds: operationSeconds)
    }

    /// Which domain controllers, in plain values.
    public enum Controllers: Sendable {
        /// In order of preference.
        case urls([String])
        case domain(String, site: String?)
    }

    /// As whom, in plain values.
    public enum Identity: Sendable {
        case password(String, [UInt8])
        case keytab(file: String, principal: String)
    }

    /// - Throws: when a URL is none.
    public init(
        controllers: Controllers, protection: Protection, caFile: String?, identity: Identity, pageSize: Int,
        connectSeconds: Double, bindSeconds: Double, operationSeconds: Double
    ) throws {
        let transport: LDAPConfiguration.Transport =
            switch protection {
            case .tls: .tls
            case .startTLS: .startTLS
            case .clearText: .clear
            }
        let source: ControllerSource
        let first: LDAPURL
        switch controllers {
        case .urls(let texts):
            let urls = try texts.map { try LDAPURL(parsing: $0) }
            guard let preferred = urls.first else { throw ControllerFailure.noneUsable([]) }
            (source, first) = (.urls(urls), preferred)
        case .domain(let domain, let site):
            let scheme: LDAPURL.Scheme = transport == .tls ? .ldaps : .ldap
            (source, first) = (.domain(domain, site: site, scheme: scheme), LDAPURL(scheme: scheme, host: domain))
        }
        let connection = LDAPConfiguration(
            url: first, transport: transport, trust: caFile.map { .file($0) } ?? .systemStore,
            timeouts: .init(
                connectSeconds: connectSeconds, bindSeconds: bindSeconds, operationSeconds: operationSeconds),
            allowsPasswordInClear: protection == .clearText)
        switch identity {
        case .password(let name, let password):
            self.init(connection: connection, bindName: name, bindPassword: Secret(password), pageSize: pageSize)
        case .keytab(let file, let principal):
            self.init(connection: connection, bindName: principal, bindPassword: Secret([]), pageSize: pageSize)
            keytab = Keytab(file: file, principal: principal)
        }
        self.source = source
    }
}

extension DirectoryConfiguration {
    /// The same for one domain controller, of which nothing is remembered and nobody told.
    public func only(_ url: LDAPURL) -> DirectoryConfiguration {
        var one = self
        one.connection.url = url
        one.source = .urls([url])
        one.memory = ControllerMemory()
        one.progress = {}
        return one
    }

    /// Stays with a domain controller of before, as with one that was connected to; nothing where there is one already, or the
    /// text is no URL.
    public func stay(with url: String) {
        guard let url = try? LDAPURL(parsing: url) else { return }
        memory.change { health in
            if health.current == nil { health.chose(url, at: memory.now()) }
        }
    }

    /// Whether the next connection would be to a domain controller that is preferred to this one, which may be again what
    /// it was. `false` when DNS does not answer.
    public func prefersAnother(than url: LDAPURL) async -> Bool {
        var generator = SystemRandomNumberGenerator()
        guard let named = try? await candidates(using: &generator) else { return false }
        return memory.snapshot.order(named, continuing: false, at: memory.now()).first?.url != url
    }

    /// The domain whose site of ours is to be learned from a domain controller.
    var domainOfUnknownSite: String? {
        guard case .domain(let domain, nil, _) = source, memory.snapshot.site(in: domain) == nil else { return nil }
        return domain
    }

    func candidates(using generator: inout some RandomNumberGenerator) async throws -> [ControllerCandidate] {
        // Whoever set another URL meant that one.
        if case .urls(let urls) = source, urls.count == 1 {
            return [ControllerCandidate(url: connection.url, namedBy: "directory.url")]
        }
        return try await source.candidates(
            memory.snapshot, seconds: connection.timeouts.connectSeconds, progress: progress, using: &generator)
    }

    func bind(_ connection: LDAPConnection) async throws {
        if let keytab {
            try await connection.bindWithTicket(keytab)
        } else {
            try await connection.bind(as: bindName, password: bindPassword)
        }
    }
}
