// SPDX-License-Identifier: Apache-2.0
import Directory

/// The step that may take the longest without a sign of life, as the configuration has it.
struct SlowestStep: Hashable, Sendable {
    let key: String
    let seconds: Int

    init(_ directory: DirectorySettings) {
        let steps = [
            // Twice more to find out what is wrong with a certificate (`TLSFailure.explain`).
            (ConfigurationKey.connectTimeout, 3 * directory.connectTimeoutSeconds),
            (.bindTimeout, directory.bindTimeoutSeconds),
            // Before a DirSync answer begins the server may look through the whole domain.
            (.operationTimeout, DirectoryConfiguration.dirSyncPatience * directory.operationTimeoutSeconds),
        ]
        let slowest = steps.max { $0.1 < $1.1 } ?? steps[0]
        (key, seconds) = (slowest.0.path, slowest.1)
    }

    /// What is wrong with it before a watchdog that waits so long; `nil` when nothing is.
    func objection(to limit: Duration?) -> String? {
        guard let limit, .seconds(seconds) >= limit - Watchdog.pause(for: limit) else { return nil }
        return "\(key) lets one step take \(seconds) s, and systemd ends a service that gives no sign of life for "
            + "\(Int(limit / .seconds(1))) s: make it shorter, or WatchdogSec= at least \(seconds * 8 / 7 + 1)"
    }
}
