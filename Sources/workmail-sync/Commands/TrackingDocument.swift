// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Sync

/// How changes of the directory are found, as programs get it.
struct TrackingDocument: Encodable {
    var server: String
    var method: String
    var reason: String?
    var deletedObjects: String
    var evidence: String
    var foundAt: Date
    var summary: String

    init(_ profile: CapabilityProfile) {
        server = profile.server
        method = profile.method.rawValue
        reason = profile.reason
        deletedObjects = profile.tombstones.word
        evidence = profile.tombstones.evidence
        foundAt = profile.foundAt
        summary = profile.summary
    }
}

extension Observation {
    /// What was read, for people.
    var lines: [String] {
        let asked = choice.map { ["Asked \($0.printable)."] } ?? []
        let apart = clocks.isTolerable ? [] : ["\(clocks): nothing is done that only one of them says is due."]
        return asked + apart + extentLines
    }

    private var extentLines: [String] {
        let server = (self.server.dnsHostName ?? "the directory").printable
        let read = "\(usersRead.counted("user")) from \(server) in \(seconds.rounded(to: 2)) s"
        let written = "\(rowsWritten.counted("row")) of the mirror changed."
        switch extent {
        case .changes(0, _): return ["Nothing changed on \(server) since the last run."]
        case .changes: return ["Read \(read), those that changed; \(written)"]
        case .complete(let reason, _) where reason.isAlarming:
            return ["Read \(read), since \("\(reason)".printable).", written]
        case .complete: return ["Read \(read); \(written)"]
        }
    }
}
