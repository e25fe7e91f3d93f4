// SPDX-License-Identifier: Apache-2.0
public import Directory
import WorkMail

/// What a run would do, what waits, and why the rest gets nothing.
public struct Plan: Hashable, Sendable {
    /// The calls to make, in this order.
    public var changes: [Change] = []
    /// Who waits for what, by name.
    public var waiting: [Waiting] = []
    /// What mailboxes had before they were disabled and cannot get back, each a sentence.
    public var lost: [String] = []
    /// Enabled mailboxes that have, after this plan, what they had before they were disabled.
    var restored: Set<EntityID> = []

    /// Somebody for whom something would happen if it did not have to wait.
    public struct Waiting: Hashable, Sendable {
        public var guid: ObjectGUID
        public var label: String
        /// How to name the person at the shell.
        public var name: String
        /// What would happen: `enable`, `change address`, `disable`.
        public var intention: String
        public var hold: Hold
    }

    public init() {}

    /// How many mailboxes more there would be: each is billed.
    public var mailboxesAdded: Int {
        changes.count { change in
            switch change.operation {
            // Whoever is created is approved, and enabled right after.
            case .register, .createUser: true
            default: false
            }
        }
    }

    /// How many mailboxes would be disabled.
    public var mailboxesDisabled: Int { changes.count { $0.operation == .deregister } }
}

/// What the settings say about planning.
public struct PlanningRules: Hashable, Sendable {
    /// Where the organization's users come from.
    public enum DirectoryKind: String, Sendable, CaseIterable, Codable {
        case workmail
        case simpleAD = "simple-ad"
        case managedAD = "managed-ad"
        case adConnector = "ad-connector"

        /// Whether the organization lists the directory's users by itself.
        public var isDirectoryBacked: Bool { self != .workmail }
    }

    /// Who owns which field, and so what a run may write.
    public var ownership: OwnershipFacts
    public var leavers: LeaverPolicy
    /// As the latest look at the directory found it.
    public var clocks = ClockDifference.none

    public var directoryKind: DirectoryKind { ownership.directoryKind }

    public init(ownership: OwnershipFacts, leavers: LeaverPolicy = LeaverPolicy()) {
        self.ownership = ownership
        self.leavers = leavers
    }

    public init(directoryKind: DirectoryKind, leaverAction: LeaverPolicy.Action = .propose) {
        self.init(ownership: OwnershipFacts(directoryKind: directoryKind), leavers: LeaverPolicy(leaverAction))
    }
}
