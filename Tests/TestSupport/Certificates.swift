// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A certificate authority for one test, kept in the test's folder. About 10 ms to make, and 20 ms for each
/// certificate, with OpenSSL.
public struct TestAuthority: Sendable {
    /// The authority's own certificate in PEM: what a client is told to trust.
    public let caFile: String
    private let directory: String

    /// A certificate with its key, as a server wants them.
    public struct ServerCertificateFiles: Sendable {
        public let certificateFile: String
        public let keyFile: String
    }

    /// Makes an authority. Two with the same `name` have different keys.
    ///
    /// - Throws: ``LabFailure`` with OpenSSL's message.
    public init(name: String = "Test CA") async throws {
        directory = NSTemporaryDirectory() + "workmail-sync-ca-" + UUID().uuidString.prefix(8)
        caFile = directory + "/ca.pem"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try Data().write(to: URL(filePath: directory + "/index.txt"))
        try Data(
            """
            [ca]
            default_ca = it
            [it]
            database = \(directory)/index.txt
            new_certs_dir = \(directory)
            rand_serial = yes
            default_md = sha256
            policy = names
            unique_subject = no
            copy_extensions = copy
            [names]
            commonName = supplied
            [req]
            distinguished_name = dn
            prompt = no
            [dn]
            CN = \(name)

            """.utf8
        ).write(to: URL(filePath: directory + "/openssl.cnf"))
        try await finished(
            "openssl",
            ["req", "-x509", "-days", "30", "-config", "\(directory)/openssl.cnf"] + Self.newKey
                + ["-addext", "basicConstraints=critical,CA:TRUE", "-keyout", "\(directory)/ca.key", "-out", caFile])
    }

    /// Signs a server certificate.
    ///
    /// - Parameter names: subject alternative names, such as `DNS:dc1.example.com` or `IP:127.0.0.1`; none makes a certificate with
    ///   only a common name, like Samba's own.
    /// - Parameter validDays: days from now, both may be negative.
    /// - Throws: ``LabFailure`` with OpenSSL's message.
    public func issue(
        commonName: String = "server", names: [String] = ["IP:127.0.0.1", "DNS:localhost"],
        validDays: ClosedRange<Int> = -1...30
    ) async throws -> ServerCertificateFiles {
        let path = directory + "/" + UUID().uuidString.prefix(8)
        let alternatives = names.isEmpty ? [] : ["-addext", "subjectAltName=" + names.joined(separator: ",")]
        try await finished(
            "openssl",
            ["req", "-config", "\(directory)/openssl.cnf", "-subj", "/CN=\(commonName)"] + Self.newKey + alternatives
                + ["-keyout", "\(path).key", "-out", "\(path).csr"])
        try await finished(
            "openssl",
            ["ca", "-batch", "-notext", "-config", "\(directory)/openssl.cnf", "-cert", caFile]
                + ["-keyfile", "\(directory)/ca.key", "-startdate", Self.date(days: validDays.lowerBound)]
                + ["-enddate", Self.date(days: validDays.upperBound), "-in", "\(path).csr", "-out", "\(path).pem"])
        return ServerCertificateFiles(certificateFile: "\(path).pem", keyFile: "\(path).key")
    }

    /// Deletes the authority and all that it signed.
    public func remove() { try? FileManager.default.removeItem(atPath: directory) }

    private static let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]

    /// The way OpenSSL reads a date: `20260131120000Z`.
    private static func date(days: Int) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "UTC")
        formatter.dateFormat = "yyyyMMddHHmmss'Z'"
        return formatter.string(from: Date(timeIntervalSinceNow: Double(days) * 86400))
    }
}
