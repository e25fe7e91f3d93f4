// SPDX-License-Identifier: Apache-2.0

/// Reaching the server, and the right one: what needs no session of libldap's.
extension LDAPConnection {
    /// Resolves the name and connects to the first address that answers.
    nonisolated func connect(until deadline: ContinuousClock.Instant) throws -> TCPSocket {
        let url = configuration.url
        do {
            let addresses = try HostAddress.resolve(host: url.host, port: url.port, until: deadline) {
                Task.isCancelled
            }
            let socket = try TCPSocket.connect(to: addresses, until: deadline) { Task.isCancelled }
            if let keepAlive = configuration.keepAlive { socket.setKeepAlive(keepAlive) }
            return socket
        } catch let error as ResolutionFailure {
            throw failure(.resolve, error.isTimeout ? .timeout : .serverDown, error.reason)
        } catch let error as SocketFailure {
            throw failure(.connect, error.isTimeout ? .timeout : .serverDown, error.reason)
        } catch let error as ThreadFailure {
            throw failure(.resolve, .noMemory, SocketFailure(errno: error.errno).reason)
        }
    }

    /// Compares the name with those of the server's certificate, which libldap did not do.
    func requireName(_ name: String) throws {
        let certificate = try peerCertificate.map {
            try ServerCertificate(derEncoded: $0, tlsVersion: tlsVersion ?? "")
        }
        let names = certificate?.hostNames ?? []
        if names.contains(where: { ASCIICase.isEqual($0, name) }) { return }
        throw TLSFailure(reason: .hostMismatch(names: names), server: configuration.url, certificate: certificate)
    }
}
