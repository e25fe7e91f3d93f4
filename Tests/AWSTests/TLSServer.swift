// SPDX-License-Identifier: Apache-2.0
import Foundation
import Subprocess
import TestSupport

/// A service behind TLS that answers every call with `{"tls":true}`: Python's HTTP server.
enum TLSServer {
    private static let script = """
        import http.server, os, ssl, sys
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def do_POST(self):
                self.rfile.read(int(self.headers["content-length"]))
                self.send_response(200)
                self.send_header("content-length", "12")
                self.end_headers()
                self.wfile.write(b'{"tls":true}')
        certificate, key, port = sys.argv[1:]
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        with open(port + ".new", "w") as file: file.write(str(server.server_port))
        os.rename(port + ".new", port)
        server.serve_forever()
        """

    static func with<Result: Sendable>(
        _ files: TestAuthority.ServerCertificateFiles, _ body: (Int) async throws -> Result
    ) async throws -> Result {
        let portFile = files.certificateFile + ".port"
        let ended = try await run(
            .name("python3"), arguments: ["-c", script, files.certificateFile, files.keyFile, portFile],
            input: .none, output: .discarded, error: .discarded
        ) { execution in
            defer { _ = kill(execution.processIdentifier.value, SIGKILL) }
            for _ in 0..<1000 {
                if let text = try? String(contentsOfFile: portFile, encoding: .utf8), let port = Int(text) {
                    return try await body(port)
                }
                try await Task.sleep(for: .milliseconds(10))
            }
            throw LabFailureToStart()
        }
        return ended.closureResult
    }

    struct LabFailureToStart: Error {}
}
