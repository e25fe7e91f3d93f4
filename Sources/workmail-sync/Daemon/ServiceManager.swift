// SPDX-License-Identifier: Apache-2.0
import CPOSIX
import Foundation

/// What systemd is told of the service (sd_notify(3)). Started by something else, nobody is told and nothing is different.
struct ServiceManager: Sendable {
    private let socket: String?
    /// The longest that systemd waits for a sign of life.
    let watchdog: Duration?

    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        socket = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
        let isOurs = environment["WATCHDOG_PID"].flatMap { Int32($0) }.map { $0 == getpid() } ?? true
        watchdog = isOurs ? environment["WATCHDOG_USEC"].flatMap { Int64($0) }.map { .microseconds($0) } : nil
    }

    func ready(_ status: String) { tell("READY=1", "STATUS=\(status.printable)") }
    func status(_ status: String) { tell("STATUS=\(status.printable)") }
    func stopping() { tell("STOPPING=1", "STATUS=ending after the change under way") }
    func reloading() { tell("RELOADING=1", "MONOTONIC_USEC=\(cposix_monotonic_microseconds())") }

    /// Something was achieved.
    /// - Parameter isStarting: whether READY was not said yet; then the next step has as long as any later one, where
    ///   `TimeoutStartSec=` alone would end the service.
    func alive(isStarting: Bool) {
        guard isStarting, let watchdog else { return tell("WATCHDOG=1") }
        tell("WATCHDOG=1", "EXTEND_TIMEOUT_USEC=\(Int64(watchdog / .microseconds(1)))")
    }

    private func tell(_ lines: String...) {
        guard let socket else { return }
        var text = lines.joined(separator: "\n")
        text.withUTF8 { bytes in
            _ = unsafe cposix_send_datagram(socket, bytes.baseAddress, bytes.count)
        }
    }
}
