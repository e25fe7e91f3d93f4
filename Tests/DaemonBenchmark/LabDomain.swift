// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import LDAP

/// The domain that `Tests/Lab/samba-dc start` describes in `name=value` lines, as its administrator sees it.
struct LabDomain {
    private let values: [String: String]

    /// - Parameter file: where the lines are.
    init(file: String) throws {
        var values: [String: String] = [:]
        for line in try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1).map { String($0) }
            if parts.count == 2 { values[parts[0]] = parts[1] }
        }
        self.values = values
    }

    private func value(_ name: String) throws -> String {
        guard let value = values[name] else { throw BenchmarkFailure("the domain has no line \(name)=") }
        return value
    }

    func administering<Result: Sendable>(_ body: (LDAPConnection) async throws -> Result) async throws -> Result {
        let url = try LDAPURL(parsing: value("url"))
        let configuration = LDAPConfiguration(url: url, transport: .tls, trust: .file(try value("ca")))
        return try await LDAPConnection.withConnection(configuration) { connection in
            let password = Secret(Array(try Data(contentsOf: URL(filePath: value("admin_password_file")))))
            try await connection.bind(as: try value("admin"), password: password)
            return try await body(connection)
        }
    }

    /// The objectGUIDs of some people of one unit.
    func people(_ count: Int) async throws -> [ObjectGUID] {
        try await administering { connection in
            var people: [ObjectGUID] = []
            let pages = connection.pages(
                base: .text("OU=Bulk,\(try value("base"))"), scope: .subtree, filter: .equal("objectClass", "user"),
                attributes: ["objectGUID"])
            for try await page in pages {
                people += page.entries.compactMap { ObjectGUID(bytes: $0.first("objectGUID") ?? []) }
                if people.count >= count { break }
            }
            guard people.count >= count else { throw BenchmarkFailure("the domain has only \(people.count) people") }
            return Array(people.prefix(count))
        }
    }
}

/// Why there are no figures.
struct BenchmarkFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
