// SPDX-License-Identifier: Apache-2.0
import LDAP

extension CapabilityProfile {
    /// One line for `status`.
    public var summary: String {
        let way = reason.map { "\(method.words), since \($0)" } ?? "\(method.words), \(extent)"
        return "changes on \(server) by \(way); deleted objects \(tombstones.word)"
            + (tombstones.areProvedVisible ? "" : ", so who is still there is looked up from time to time")
    }

    /// Of what changes are told.
    private var extent: String {
        replicates ? "by the right to replicate, which is told of every deletion" : "of all that the account may read"
    }

    /// Whether DirSync is asked for all, and not for what the account may read anyway.
    private var replicates: Bool { method == .dirSync && !flags.contains(.objectSecurity) }

    /// What `doctor` looks at here.
    public static let checks = ["change tracking", "deleted objects"]

    /// The same for `doctor`, with what an administrator of the directory can do.
    public var findings: [Finding] {
        let tracking = Finding(
            Self.checks[0], method == .fullRead ? .warning : .ok,
            reason.map { "\(method.words): \($0)" } ?? "\(method.words), \(extent)",
            fix: method == .fullRead
                ? "every run reads everybody; name a domain controller with DirSync, or let the account read uSNChanged, "
                    + "and invocationId below CN=Sites" : nil)
        let detail = "\(tombstones.word): \(tombstones.evidence)"
        let deleted: Finding
        switch tombstones {
        case .visible: deleted = Finding(Self.checks[1], .ok, detail)
        case .unknown, .named: deleted = Finding(Self.checks[1], .ok, detail)
        case .hidden where replicates:
            deleted = Finding(Self.checks[1], .ok, "\(detail); deletions are told by the right to replicate")
        case .hidden:
            let how = tombstoneGrant.map { "let the account have “\($0.right)”: workmail-sync doctor --grants" }
            deleted = Finding(
                Self.checks[1], .warning,
                "\(detail); somebody deleted counts as missing, which never suffices for acting",
                fix: how ?? "let the account list and read CN=Deleted Objects")
        }
        return [tracking, deleted]
    }
}
