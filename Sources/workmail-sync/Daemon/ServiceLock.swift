// SPDX-License-Identifier: Apache-2.0
import Foundation
import Sync

/// One service for a state database, held for as long as it lives. Not the lock of a run, which commands may have while
/// the service rests.
struct ServiceLock: ~Copyable {
    private let lock: RunLock

    /// - Throws: when another service has it.
    init(_ configuration: LoadedConfiguration) throws {
        let file = configuration.settings.state.file
        do { lock = try RunLock(statePath: Self.path(file)) } catch RunLockFailure.held {
            throw CommandFailure(
                "service", "another one keeps \(file) already", remedy: "systemctl status workmail-sync",
                exit: .tryAgain)
        }
    }

    /// Whether a service has it.
    static func isHeld(forStateAt file: String) -> Bool {
        guard FileManager.default.fileExists(atPath: path(file) + ".lock") else { return false }
        do { _ = try RunLock(statePath: path(file)) } catch RunLockFailure.held { return true } catch {}
        return false
    }

    private static func path(_ file: String) -> String { file + ".service" }
}
