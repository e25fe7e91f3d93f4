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
    /// - Parameter isStarting: whether READY was not said yet; then it may take this much longer.
    func alive(isStarting: Bool) {
        if isStarting { tell("WATCHDOG=1", "EXTEND_TIMEOUT_USEC=60000000") } else { tell("WATCHDOG=1") }
    }

    private func tell(_ lines: String...) {
        guard let socket else { return }
        var text = lines.joined(separator: "\n")
        text.withUTF8 { bytes in
            _ = unsafe cposix_send_datagram(socket, bytes.baseAddress, bytes.count)
        }
    }
}
