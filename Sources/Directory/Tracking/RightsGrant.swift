// SPDX-License-Identifier: Apache-2.0
import Foundation
import LDAP

/// How an administrator of the directory gives an account a right that it lacks: text to review and to run, which this
/// program never does itself.
public struct RightsGrant: Hashable, Sendable {
    /// What the right is, in the directory's words.
    public var right: String
    /// The command.
    public var command: String
    /// What `ldapmodify` is given; `nil` where the command says all.
    public var ldif: String?

    public var text: String { ldif.map { "\(command)\n\($0)" } ?? command }
}

extension CapabilityProfile {
    /// The right to list and read `CN=Deleted Objects` ([MS-ADTS] 3.1.1.4.1.2): deleted objects are seen at once, also old
    /// ones. `nil` when they are seen, when they are as much as they can be, or the account could not be found in the directory.
    public var tombstoneGrant: RightsGrant? {
        switch tombstones {
        case .visible, .named: return nil
        case .hidden, .unknown: break
        }
        let container = "CN=Deleted Objects,\(domain)"
        guard isSamba else {
            return RightsGrant(
                right: "List Contents and Read Property of Deleted Objects",
                command: """
                    dsacls "\(container)" /takeownership
                    dsacls "\(container)" /g "\(account):LCRP"
                    """)
        }
        guard let accountSID, let account = ObjectSID(text: accountSID), account.subAuthorities.count > 1 else {
            return nil
        }
        let admins = ObjectSID(authority: 5, subAuthorities: account.subAuthorities.dropLast() + [512])
        // Nobody but the system may write the list at first, and only an owner can change that: so two steps. What the
        // second one replaces is Samba's own default, which no ordinary account can read.
        let entries = [
            (Self.systemSID, Self.everythingAboutContainers), (Self.administratorsSID, Self.listAndRead),
            (account, Self.listAndRead),
        ]
        return RightsGrant(
            right: "List Contents and Read Property of Deleted Objects",
            // OpenLDAP's ldapmodify takes one control of a record and no value with `-e`.
            command: "ldapmodify -x -H ldaps://\(server) -D administrator@… -W -e '!1.2.840.113556.1.4.417' <<'END'",
            ldif: """
                dn: \(container)
                control: 1.2.840.113556.1.4.801 true:: MAMCAQE=
                changetype: modify
                replace: nTSecurityDescriptor
                nTSecurityDescriptor:: \(Data(SecurityDescriptor.owner(admins)).base64EncodedString())
                -

                dn: \(container)
                control: 1.2.840.113556.1.4.801 true:: MAMCAQQ=
                changetype: modify
                replace: nTSecurityDescriptor
                nTSecurityDescriptor:: \(Data(SecurityDescriptor.accessList(entries)).base64EncodedString())
                -
                END
                """)
    }

    private static let systemSID = ObjectSID(authority: 5, subAuthorities: [18])
    private static let administratorsSID = ObjectSID(authority: 5, subAuthorities: [32, 544])
    /// LC and RP ([MS-ADTS] 5.1.3.2).
    private static let listAndRead: UInt32 = 0x14
    /// RPWPCCDCLCRCWOWDSDSW.
    private static let everythingAboutContainers: UInt32 = 0x0F_003F
}

/// Self-relative security descriptors ([MS-DTYP] 2.4.6) as far as they are handed to an administrator.
enum SecurityDescriptor {
    /// Of nothing but the owner.
    static func owner(_ sid: ObjectSID) -> [UInt8] {
        header(control: 0x8000, owner: 20, accessList: 0) + sid.bytes
    }

    /// Of nothing but a protected list of allowances.
    static func accessList(_ entries: [(sid: ObjectSID, mask: UInt32)]) -> [UInt8] {
        var aces: [UInt8] = []
        for (sid, mask) in entries {
            // ACCESS_ALLOWED_ACE, without inheritance.
            aces += [0, 0]
            aces += little(UInt16(8 + sid.bytes.count))
            aces += little(mask) + sid.bytes
        }
        var list: [UInt8] = [4, 0]
        list += little(UInt16(8 + aces.count))
        list += little(UInt16(entries.count)) + [0, 0]
        // SE_SELF_RELATIVE, SE_DACL_PROTECTED, SE_DACL_AUTO_INHERITED, SE_DACL_PRESENT.
        return header(control: 0x9404, owner: 0, accessList: 20) + list + aces
    }

    private static func header(control: UInt16, owner: UInt32, accessList: UInt32) -> [UInt8] {
        var bytes: [UInt8] = [1, 0]
        bytes += little(control)
        for offset in [owner, 0, 0, accessList] { bytes += little(offset) }
        return bytes
    }

    private static func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> Number(8 * $0)) }
    }
}

extension ObjectSID {
    init(authority: UInt64, subAuthorities: some Sequence<UInt32>) {
        self.authority = authority
        self.subAuthorities = Array(subAuthorities)
    }

    /// As in `objectSid`.
    var bytes: [UInt8] {
        var bytes: [UInt8] = [1, UInt8(subAuthorities.count)]
        for place in 0..<6 { bytes.append(UInt8(truncatingIfNeeded: authority >> UInt64(40 - 8 * place))) }
        for number in subAuthorities {
            for place in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: number >> UInt32(8 * place))) }
        }
        return bytes
    }
}
