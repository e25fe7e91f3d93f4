// SPDX-License-Identifier: Apache-2.0
import NIOCore
import NIOSSL

/// Where the endpoint listens.
public struct EndpointListener: Sendable {
    /// A certificate with its key, in PEM files; the first certificate is the server's own.
    public struct TLS: Sendable {
        public var certificateFile: String
        public var keyFile: String

        public init(certificateFile: String, keyFile: String) {
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }

    /// An address of this machine, such as `127.0.0.1`.
    public var address: String
    /// 0: one that is free.
    public var port: Int
    /// `nil`: plain HTTP.
    public var tls: TLS?

    public init(address: String = "127.0.0.1", port: Int = 0, tls: TLS? = nil) {
        self.address = address
        self.port = port
        self.tls = tls
    }

    /// Whether nobody but this machine reaches it.
    public var isLoopback: Bool { address == "localhost" || address == "::1" || Self.isLoopbackIPv4(address) }

    private static func isLoopbackIPv4(_ address: String) -> Bool {
        let parts = address.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return parts.count == 4 && parts.allSatisfy { $0 != nil } && parts[0] == 127
    }

    /// Such as `127.0.0.1:8443`.
    var text: String { "\(address.contains(":") ? "[\(address)]" : address):\(port)" }

    func url(port: Int) -> String {
        "\(tls == nil ? "http" : "https")://\(address.contains(":") ? "[\(address)]" : address):\(port)"
    }
}

extension EndpointListener.TLS {
    /// - Throws: `EndpointFailure` for a file that is none.
    func configuration() throws -> TLSConfiguration {
        let chain: [NIOSSLCertificateSource]
        let key: NIOSSLPrivateKey
        do {
            chain = try NIOSSLCertificate.fromPEMFile(certificateFile).map { .certificate($0) }
        } catch {
            throw EndpointFailure("\(certificateFile): no certificate in PEM can be read from it (\(error))")
        }
        do {
            key = try NIOSSLPrivateKey(file: keyFile, format: .pem)
        } catch {
            throw EndpointFailure("\(keyFile): no private key in PEM can be read from it (\(error))")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        return configuration
    }
}
