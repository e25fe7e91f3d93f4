// SPDX-License-Identifier: Apache-2.0
import Crypto
public import Directory
import Foundation
import WorkMail

/// How changes of the directory are found.
public struct TrackingSettings: Hashable, Sendable {
    /// A way that an administrator insists on; `nil` for the cheapest that the server and the account's rights allow.
    public var method: TrackingMethod?
    /// Hours after which everybody is read, whatever the changes told. At most 30 days: half of what the shortest tombstone
    /// lifetime is (60 days), after which a deletion leaves no trace.
    public var fullReadHours: Double
    /// Whether this run reads everybody.
    public var readsEverybody: Bool
    /// Whether it may be looked who is still there, where a deletion leaves no trace that can be seen, and whom the scope
    /// means, where no change tells of it. That may read everybody's name; a caller who is in a hurry for one change leaves it
    /// for later.
    public var looksWhoIsThere = true
    /// Of how many people at most a directory is that can be looked through each time.
    var smallDirectory = 1_000

    public init(method: TrackingMethod? = nil, fullReadHours: Double = 24, readsEverybody: Bool = false) {
        self.method = method
        self.fullReadHours = fullReadHours
        self.readsEverybody = readsEverybody
    }

    private static let mostHours = 720.0

    func isFullReadDue(after last: Date, at now: Date) -> Bool {
        let hours = now.timeIntervalSince(last) / 3600
        // A clock that was put back says nothing about how long ago it was.
        return hours >= min(fullReadHours, Self.mostHours) || hours < -1
    }
}

/// Up to where the directory is in the mirror, and under which settings it got there.
struct TrackingState: Hashable, Sendable, Codable {
    var cursor: DirectoryCursor?
    /// What the mirror was read from, the last time that anything in it became another. What was committed since and is of
    /// no concern, such as logons, need not have reached a domain controller before that one is asked.
    var basis: ReplicationBasis?
    /// Of everything that decides how people stand besides what the directory says of them.
    var settings: String
    var fullReadAt: Date
    var fullReadBy: TrackingMethod
    /// When it was last looked who is still there, and how long that took.
    var presenceReadAt: Date
    var presenceSeconds: Double
    /// Up to what was committed then: without anything since, nobody has gone.
    var presenceUSN: Int64?
    /// The relative ids of the scope's groups.
    var primaryGroupIDs: Set<UInt32>
    /// Of the domain controller that was read last.
    var url: String?
    /// Of the copy that the cursor counts on.
    var witnesses: [USNWitness]?
    /// `nil` counts as long ago.
    var scopeLook: ScopeLook?
}

/// When it was last looked whom the scope means, how long that took, and whether anything was committed since, though it
/// concerned nobody.
struct ScopeLook: Hashable, Sendable, Codable {
    var at: Date
    var seconds: Double
    var isOwed = false
}

extension SyncParts {
    /// A digest of what decides besides the directory: where it becomes another, everybody is judged anew.
    func settingsDigest(domains: [MailDomain], organization: String?) -> String {
        var lines = ["1", directory.bindName, tracking.method?.rawValue ?? "", organization ?? "", scope.watched]
        lines += scope.bases + ["-"] + scope.excludedSubtrees + ["-"] + scope.groups + ["-", scope.filter ?? ""]
        lines += templates.map(\.description) + ["-"]
        lines += domains.map { "\($0.name) \($0.isVerified)" }.sorted()
        // Each with its length, so that no two lists read the same.
        let text = lines.map { "\($0.utf8.count):\($0)" }.joined(separator: "\n")
        return SHA256.hash(data: Data(text.utf8)).prefix(16).map { String($0, radix: 16) }.joined(separator: ".")
    }
}
