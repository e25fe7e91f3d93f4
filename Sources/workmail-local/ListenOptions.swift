// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import WorkMailEndpoint

/// Where the endpoint is reached. Nobody but this machine reaches it unless that is asked for, and never in clear text.
struct ListenOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Where to listen; port 0 is one that is free.", valueName: "address:port"))
    var listen = "127.0.0.1:8443"
    @Flag(help: "Allows an address that other machines reach; needs a certificate.") var listenAnywhere = false
    @Option(help: ArgumentHelp("The certificate, with its chain, in PEM.", valueName: "file"))
    var tlsCertificate: String?
    @Option(help: ArgumentHelp("Its private key, in PEM.", valueName: "file")) var tlsKey: String?

    func validate() throws { _ = try listener() }

    func listener() throws -> EndpointListener {
        let colon = listen.lastIndex(of: ":") ?? listen.startIndex
        let address = listen[..<colon].trimmingBrackets
        guard !address.isEmpty, let port = UInt16(listen[colon...].dropFirst()) else {
            throw ValidationError("--listen must be ADDRESS:PORT, such as 127.0.0.1:8443")
        }
        let tls: EndpointListener.TLS?
        switch (tlsCertificate, tlsKey) {
        case (nil, nil): tls = nil
        case (let certificate?, let key?): tls = EndpointListener.TLS(certificateFile: certificate, keyFile: key)
        default: throw ValidationError("--tls-certificate and --tls-key go together")
        }
        let listener = EndpointListener(address: String(address), port: Int(port), tls: tls)
        if !listener.isLoopback {
            guard listenAnywhere else {
                throw ValidationError("other machines reach \(address); say --listen-anywhere if that is meant")
            }
            guard tls != nil else {
                throw ValidationError("beyond this machine only TLS is spoken: give --tls-certificate and --tls-key")
            }
        }
        return listener
    }
}

extension Substring {
    /// `[::1]` is `::1`.
    fileprivate var trimmingBrackets: Substring {
        hasPrefix("[") && hasSuffix("]") ? dropFirst().dropLast() : self
    }
}
