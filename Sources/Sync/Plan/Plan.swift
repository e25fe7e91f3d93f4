// SPDX-License-Identifier: Apache-2.0
public import Directory

/// What a run would do, what waits, and why the rest gets nothing.
public struct Plan: Hashable, Sendable {
    /// The calls to make, in this order.
    public var changes: [Change] = []
    /// Who waits for what, by name.
    public var waiting: [Waiting] = []

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
            case .deregister, .updatePrimary, .deleteAlias: false
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

    /// What happens with a leaver's mailbox.
    public enum LeaverAction: String, Sendable, CaseIterable, Codable {
        /// Nothing until an administrator disables it.
        case propose
        /// It is disabled, within the safety limits, when the evidence suffices.
        case apply
    }

    public var directoryKind: DirectoryKind
    public var leaverAction: LeaverAction

    public init(directoryKind: DirectoryKind, leaverAction: LeaverAction = .propose) {
        self.directoryKind = directoryKind
        self.leaverAction = leaverAction
    }
}
