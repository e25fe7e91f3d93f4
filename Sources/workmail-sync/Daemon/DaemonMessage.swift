// SPDX-License-Identifier: Apache-2.0
import Logging

/// What the service tells of, each kind with an id that stays: `journalctl MESSAGE_ID=…`.
enum DaemonMessage: String, CaseIterable, Sendable {
    case started = "d4a1db75b1e84c84b74bfbc9e5ed09d8"
    case stopping = "a339477da2c24545bb81278d58fe7361"
    case mirrored = "f8bfa1fef4564b1f8259410bdc1878d5"
    case ran = "e8b66dcfa89e41a2989a637b524576fc"
    case changed = "a30b3791df834085b1c8752142df4087"
    case refused = "917b3d206d1a431796f16135fdf093bf"
    case stoppedBySafetyLimit = "4a06c6c453ae44c7b595113e19478dd4"
    case directoryLost = "64c2ac972beb450db31b44182a512489"
    case directoryBack = "a1a84dbbb3294243915b858b3beb89e8"
    case organizationFailed = "a2ca83545c3141f5821155287325c772"
    case reloaded = "a72e21780af2458d8432d243ea97f681"
    case reloadRefused = "651c1f8e23534e8eb274acd85fe8451d"
    case asked = "2cbdc184e7954a4092fc3ee8a2e51a79"
    case clocksDiffer = "d8617576164540339efe2ea30931d899"
    case told = "132525aa93414fd3b5cfa1393e03f3dc"
    case notTold = "985f7fabd22948c0b6eb9a7d678da11f"
    case watchdogTooShort = "9937c2cfffac47749d94ebf93fc307cd"
    case notificationsUnavailable = "c499400e49fe4beb889fb367f8f6f3dd"
}

extension Logger {
    /// - Parameter fields: names and values for the journal, such as `WORKMAIL_SERVER`.
    func say(
        _ message: DaemonMessage, _ level: Logger.Level = .info, _ text: String, _ fields: [String: String] = [:]
    ) {
        var metadata = fields.mapValues { Logger.MetadataValue.string($0) }
        metadata["MESSAGE_ID"] = .string(message.rawValue)
        log(level: level, "\(text.printableLines)", metadata: metadata)
    }
}
