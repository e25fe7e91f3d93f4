// SPDX-License-Identifier: Apache-2.0
import CPOSIX
import Foundation
import Glibc

/// The commands' end of the service's socket.
struct ControlClient {
    let path: String

    /// - Returns: `nil` when no service listens there, or this user may not speak to it.
    /// - Throws: when it did not answer to what was asked.
    func ask(_ request: ControlRequest) throws -> ControlAnswer? {
        // No limit of time: a run may take long, and whoever waits can end the command.
        let descriptor = unsafe cposix_connect_unix(path, 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let line = String(decoding: try JSONEncoder().encode(request), as: UTF8.self) + "\n"
        guard FileDescriptorText.write(line, to: descriptor) == nil else { throw Self.silence }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
        }
        guard let answer = try? JSONDecoder().decode(ControlAnswer.self, from: Data(bytes)) else { throw Self.silence }
        return answer
    }

    private static let silence = CommandFailure(
        "service", "it ended before it answered", remedy: "see journalctl -u workmail-sync; then try again",
        exit: .tryAgain)
}
