// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import Synchronization

/// What systemd would hear of a service (sd_notify(3)), and when.
final class NotifySocket: Sendable {
    struct Message: Sendable {
        var text: String
        var moment: ContinuousClock.Instant
    }

    private struct Failure: Error { var what: String }

    let path: String
    private let descriptor: Int32
    private let received = Mutex<[Message]>([])

    var messages: [Message] { received.withLock(\.self) }

    /// For `RunningDaemon`.
    /// - Parameter watchdog: how long somebody would wait for a sign of life, in seconds.
    func environment(watchdog: Int) -> [String] { ["NOTIFY_SOCKET=\(path)", "WATCHDOG_USEC=\(watchdog)000000"] }

    @discardableResult
    static func with<Result>(in folder: String, _ body: (NotifySocket) async throws -> Result) async throws -> Result {
        let socket = try NotifySocket(path: folder + "/notify")
        defer { shutdown(socket.descriptor, Int32(SHUT_RDWR)) }
        return try await body(socket)
    }

    private init(path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { place in
            precondition(bytes.count < place.count)
            unsafe place.copyBytes(from: bytes)
        }
        let bound = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0 else { throw Failure(what: "it cannot be bound: errno \(errno)") }
        Thread.detachNewThread { self.receive() }
    }

    private func receive() {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            let message = Message(text: String(decoding: buffer[..<count], as: UTF8.self), moment: .now)
            received.withLock { $0.append(message) }
        }
        close(descriptor)
    }

    /// The signs of life after a moment.
    func signs(after moment: ContinuousClock.Instant) -> [ContinuousClock.Instant] {
        messages.filter { $0.text.contains("WATCHDOG=1") && $0.moment > moment }.map(\.moment)
    }

    /// The longest time without a sign of life since the first one.
    var longestSilence: Duration {
        let signs = messages.filter { $0.text.contains("WATCHDOG=1") }.map(\.moment)
        return zip(signs, signs.dropFirst() + [.now]).map { $0.duration(to: $1) }.max() ?? .seconds(3600)
    }

    /// Waits until the status line is one that `isExpected`.
    /// - Throws: with all that was heard.
    func status(within seconds: Double = 30, _ isExpected: (String) -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            let lines = messages.flatMap { $0.text.split(separator: "\n") }
            if let last = lines.last(where: { $0.hasPrefix("STATUS=") }), isExpected(String(last.dropFirst(7))) {
                return
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw Failure(what: "no such status: \(messages.map(\.text))")
    }
}
