// SPDX-License-Identifier: Apache-2.0
public import LDAP

/// How to reach the directory and as whom.
public struct DirectoryConfiguration: Sendable {
    /// How the connection is protected; there is no falling back from one to another.
    public enum Protection: Sendable { case tls, startTLS, clearText }

    public var connection: LDAPConfiguration
    /// A UPN, `DOMAIN\\name` or a DN.
    public var bindName: String
    public var bindPassword: Secret
    /// Entries a page, 10 to 5,000. Servers hand out 1,000 at most unless they were told otherwise.
    public var pageSize: Int

    public init(connection: LDAPConfiguration, bindName: String, bindPassword: Secret, pageSize: Int = 1000) {
        self.connection = connection
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
        let transport: LDAPConfiguration.Transport =
            switch protection {
            case .tls: .tls
            case .startTLS: .startTLS
            case .clearText: .clear
            }
        self.init(
            connection: LDAPConfiguration(
                url: try LDAPURL(parsing: url), transport: transport, trust: caFile.map { .file($0) } ?? .systemStore,
                timeouts: .init(
                    connectSeconds: connectSeconds, bindSeconds: bindSeconds, operationSeconds: operationSeconds),
                allowsPasswordInClear: protection == .clearText),
            bindName: bindName, bindPassword: Secret(password), pageSize: pageSize)
    }
}
