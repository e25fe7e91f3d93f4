// SPDX-License-Identifier: Apache-2.0
import Glibc
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// `/metrics`, `/healthz` and `/readyz`. Off unless `service.metrics` says where.
struct MetricsEndpoint: Service {
    let address: ListenAddress
    let record: DaemonRecord
    let logger: Logger

    func run() async throws {
        let router = Router()
        let record = record
        router.get("/metrics") { _, _ in
            Self.answer(.ok, MetricsText(record.now).text, "text/plain; version=0.0.4; charset=utf-8")
        }
        // That it answers at all: whether it works is systemd's watchdog's to judge.
        router.get("/healthz") { _, _ in Self.answer(.ok, "ok\n") }
        router.get("/readyz") { _, _ in
            guard let objection = record.now.objection else { return Self.answer(.ok, "ok\n") }
            return Self.answer(.serviceUnavailable, objection.printable + "\n")
        }
        let binding: BindAddress =
            switch address {
            case .path(let path): .unixDomainSocket(path: path)
            case .loopback(let host, let port): .hostname(host, port: port)
            }
        try await Application(
            router: router, configuration: ApplicationConfiguration(address: binding, serverName: "workmail-sync"),
            onServerRunning: { _ in
                // As the control socket: for its owner, root and the group, whatever the umask is.
                guard case .path(let path) = address else { return }
                guard unsafe chmod(path, 0o660) != 0 else { return }
                logger.warning("\(path): it stays closed to the group: errno \(errno)")
            },
            logger: logger
        ).run()
    }

    private static func answer(
        _ status: HTTPResponse.Status, _ text: String, _ type: String = "text/plain; charset=utf-8"
    ) -> Response {
        Response(
            status: status, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
