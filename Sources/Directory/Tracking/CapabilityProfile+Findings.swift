// SPDX-License-Identifier: Apache-2.0

extension CapabilityProfile {
    /// One line for `status`.
    public var summary: String {
        let way = reason.map { "\(method.words), since \($0)" } ?? method.words
        return "changes on \(server) by \(way); deleted objects \(tombstones.word)"
            + (tombstones.areProvedVisible ? "" : ", so who is still there is looked up from time to time")
    }

    /// What `doctor` looks at here.
    public static let checks = ["change tracking", "deleted objects"]

    /// The same for `doctor`, with what an administrator of the directory can do.
    public var findings: [Finding] {
        let tracking = Finding(
            Self.checks[0], method == .fullRead ? .warning : .ok,
            reason.map { "\(method.words): \($0)" } ?? "\(method.words), as the account may read",
            fix: method == .fullRead ? "every run reads everybody; ask for a domain controller with DirSync" : nil)
        let detail = "\(tombstones.word): \(tombstones.evidence)"
        let deleted: Finding
        switch tombstones {
        case .visible: deleted = Finding(Self.checks[1], .ok, detail)
        case .unknown, .named: deleted = Finding(Self.checks[1], .ok, detail)
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
