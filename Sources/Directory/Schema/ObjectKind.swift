// SPDX-License-Identifier: Apache-2.0

/// What an object of class `user` really is. Only a `.person` is ever offered a mailbox.
public enum ObjectKind: String, Sendable, CaseIterable {
    case person
    case computer
    /// A (group) managed service account: a subclass of computer whose password the directory keeps.
    case managedServiceAccount
    /// The account of a trust with another domain.
    case trustAccount
    /// krbtgt, Administrator, Guest and whatever else the directory marks as its own.
    case systemAccount
    /// The loser of a replication conflict: its name holds `CNF:` and its own GUID.
    case conflictObject
    /// A room, a piece of equipment or a shared mailbox of Exchange.
    case resource

    /// - Parameters:
    ///   - objectClasses: the values of `objectClass`, in lower case.
    ///   - isCritical: `isCriticalSystemObject`, which the directory sets on what it cannot live without.
    ///   - relativeID: the last part of the SID; below 1000 are the accounts made with the domain ([MS-ADTS] 6.1.1.6).
    ///   - exchangeType: `msExchRecipientTypeDetails`, where Exchange was ever installed.
    public init(
        objectClasses: Set<String>, control: UserAccountControl, isCritical: Bool, relativeID: UInt32?, dn: String,
        exchangeType: Int64?
    ) {
        let managed: Set = [
            "msds-groupmanagedserviceaccount", "msds-managedserviceaccount", "msds-delegatedmanagedserviceaccount",
        ]
        if !objectClasses.isDisjoint(with: managed) {
            self = .managedServiceAccount
        } else if control.contains(.interdomainTrust) {
            self = .trustAccount
        } else if objectClasses.contains("computer") || !control.isDisjoint(with: [.workstationTrust, .serverTrust]) {
            self = .computer
        } else if Self.isConflictName(dn) {
            self = .conflictObject
        } else if isCritical || relativeID.map({ $0 < 1000 }) ?? false {
            self = .systemAccount
        } else {
            switch exchangeType {
            // Shared, room and equipment mailbox; then legacy and system mailboxes of Exchange itself.
            case 4, 16, 32: self = .resource
            case 8_192, 16_384, 8_388_608, 536_870_912: self = .systemAccount
            default: self = .person
            }
        }
    }

    /// Whether the object itself has lost, and not a container above it, below which everybody is who they were.
    ///
    /// Looked for byte by byte: searching every DN with the library's general algorithm took longer than decoding it.
    static func isConflictName(_ dn: String) -> Bool {
        var rest = dn.utf8[...]
        while let byte = rest.first, byte != UInt8(ascii: ",") {
            if byte == UInt8(ascii: "\\") {
                if rest.starts(with: "\\0ACNF:".utf8) { return true }
                rest = rest.dropFirst()
            }
            rest = rest.dropFirst()
        }
        return false
    }
}
