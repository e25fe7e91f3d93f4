// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import LDAP
import Sync
import WorkMail

/// The domain that `Tests/Lab/samba-dc start` describes in `name=value` lines.
struct LabDomain {
    let url: String
    let caFile: String
    let base: String
    let account: String
    let passwordFile: String

    /// - Parameter file: where the lines are.
    init(file: String) throws {
        var values: [String: String] = [:]
        for line in try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1).map { String($0) }
            if parts.count == 2 { values[parts[0]] = parts[1] }
        }
        func value(_ name: String) throws -> String {
            guard let value = values[name] else { throw BenchmarkFailure("\(file) has no line \(name)=") }
            return value
        }
        url = try value("url")
        caFile = try value("ca")
        base = try value("base")
        account = try value("service")
        passwordFile = try value("service_password_file")
    }

    /// The same search as ours: the whole domain, the same attributes, the same pages.
    var ldapsearch: [String] {
        [
            "-x", "-LLL", "-H", url, "-D", account, "-y", passwordFile, "-b", base, "-E", "pr=1000/noprompt",
            "(objectClass=user)",
        ] + DirectoryUser.attributes
    }

    func directoryConfiguration() throws -> DirectoryConfiguration {
        let connection = LDAPConfiguration(url: try LDAPURL(parsing: url), transport: .tls, trust: .file(caFile))
        let password = Secret(Array(try Data(contentsOf: URL(filePath: passwordFile))))
        return DirectoryConfiguration(connection: connection, bindName: account, bindPassword: password)
    }

    /// A run as the program makes it for a Simple AD, with the state and the organization in `folder`.
    func parts(in folder: String) throws -> SyncParts {
        let domain = MailDomain(name: "example.com", isDefault: true, isVerified: true)
        return SyncParts(
            store: try SyncStore(path: folder + "/state.db"),
            directory: try directoryConfiguration(),
            scope: ScopeDefinition(),
            organization: try EmbeddedOrganization(
                file: folder + "/organization.db",
                settings: EmbeddedSettings(alias: "benchmark", domains: [domain], directoryKind: .directoryBacked)),
            templates: [try AddressTemplate("{mail}")], rules: PlanningRules(directoryKind: .simpleAD))
    }
}

/// Why there are no figures.
struct BenchmarkFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
