// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Sync

/// Somebody as the test's own book has them: what was done to them in the directory, and what was decided about them. It
/// knows nothing of what the program made of it.
struct LifePerson: Sendable {
    /// Whether the directory has them.
    enum Existence: Hashable, Sendable {
        case here, deleted
        /// The database was put back to before they came.
        case vanished
    }

    /// Why somebody should have no mailbox.
    enum Absence: Hashable, Sendable { case deleted, vanished, outOfScope, notInGroup, switchedOff, expired }

    let number: Int
    var guid: ObjectGUID
    var cn: String
    var account: String
    /// Index of the organizational unit.
    var unit: Int
    var mail: String?
    var isSwitchedOff = false
    var expires: Date?
    var isInGroup = false
    var existence = Existence.here

    /// Every address that the directory or an administrator ever gave them.
    var addresses: Set<String> = []
    var decision: Decision?
    var wasEverApproved = false
    /// When an administrator disabled the mailbox.
    var disablings: [Date] = []
    /// Aliases that an administrator added, while the mailbox had them.
    var aliases: Set<String> = []
    /// When they came to be absent for which reason, or (`nil`) present.
    var timeline: [(from: Date, absence: Absence?)] = []

    init(number: Int, guid: ObjectGUID, cn: String, account: String, unit: Int, mail: String?) {
        self.number = number
        self.guid = guid
        self.cn = cn
        self.account = account
        self.unit = unit
        self.mail = mail
    }

    func absence(at moment: Date) -> Absence? {
        if let last = timeline.last(where: { $0.from <= moment }) { return last.absence }
        return nil
    }

    /// Since when there has been proof of the absence, whatever it was proof of; `nil` when there is none at this moment.
    func provedAbsentSince(at moment: Date, _ isProof: (Absence) -> Bool) -> Date? {
        var since: Date?
        for entry in timeline.reversed() where entry.from <= moment {
            guard let absence = entry.absence, isProof(absence) else { break }
            since = entry.from
        }
        return since
    }
}
