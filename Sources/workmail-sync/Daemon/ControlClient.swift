// SPDX-License-Identifier: Apache-2.0
import CPOSIX
import Foundation
import Glibc

/// The commands' end of the service's socket.
struct ControlClient {
    let path: String

    /// - Parameter seconds: how long to wait for the answer; `nil` for as long as it takes: a run may take long, and whoever
    ///   waits can end the command. The service sees that and does not begin it any more.
    /// - Returns: `nil` when no service listens there, or this user may not speak to it.
    /// - Throws: `Busy` when there is no answer yet, `CommandFailure` when there will be none.
    func ask(_ request: ControlRequest, seconds: Int32? = nil) async throws -> ControlAnswer? {
        let descriptor = unsafe cposix_connect_unix(path, seconds ?? 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let line = String(decoding: try JSONEncoder().encode(request), as: UTF8.self) + "\n"
        guard SocketText.send(line, to: descriptor) else { throw Self.silence }
        let bytes = try await withTaskCancellationHandler {
            try Self.everything(from: descriptor)
        } onCancel: {
            shutdown(descriptor, Int32(SHUT_RDWR))
        }
        try Task.checkCancellation()
        guard let answer = try? JSONDecoder().decode(ControlAnswer.self, from: Data(bytes)) else { throw Self.silence }
        return answer
    }

    /// The service is in the middle of something, and will come to it.
    struct Busy: Error {}

    private static func everything(from descriptor: Int32) throws(Busy) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN { throw Busy() }
            guard count > 0 else { return bytes }
            bytes += buffer.prefix(count)
        }
    }

    private static let silence = CommandFailure(
        "service", "it ended before it answered", remedy: "see journalctl -u workmail-sync; then try again",
        exit: .tryAgain)
}
