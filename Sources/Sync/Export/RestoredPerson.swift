// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import WorkMail

/// A person of an export, read and checked.
struct RestoredPerson: Sendable {
    var guid: ObjectGUID
    /// As the mirror holds somebody who could not be read: nothing is done about them before the next sync has.
    var mirrored: MirroredPerson?
    var decision: Decision?
    var linkedBy: String?
    var heldAddresses: [(address: EmailAddress, kind: HeldAddressKind)]

    /// `nil` when `problem` has found none.
    init?(_ person: ExportedPerson) {
        guard let guid = ObjectGUID(text: person.objectGUID) else { return nil }
        self.guid = guid
        linkedBy = person.linkedBy
        heldAddresses = person.heldAddresses.compactMap { held in
            guard let address = try? EmailAddress(held.address), let kind = HeldAddressKind(rawValue: held.kind) else {
                return nil
            }
            return (address, kind)
        }
        decision = person.decision.flatMap { decided in
            Decision.Verdict(rawValue: decided.verdict).map {
                Decision(
                    verdict: $0, email: decided.email.flatMap { try? EmailAddress($0) }, reason: decided.reason,
                    by: decided.by, at: decided.at, isSettled: decided.isSettled)
            }
        }
        mirrored = person.origin.flatMap { Self.mirrored(guid, $0) }
    }

    /// What of it cannot be read, as a clause.
    static func problem(with person: ExportedPerson) -> String? {
        if let decision = person.decision {
            if Decision.Verdict(rawValue: decision.verdict) == nil { return "“\(decision.verdict)” is no verdict" }
            if let email = decision.email, (try? EmailAddress(email)) == nil { return "“\(email)” is no address" }
        }
        for held in person.heldAddresses {
            if HeldAddressKind(rawValue: held.kind) == nil { return "“\(held.kind)” is no kind of address" }
            if (try? EmailAddress(held.address)) == nil { return "“\(held.address)” is no address" }
        }
        guard let origin = person.origin, let guid = ObjectGUID(text: person.objectGUID) else { return nil }
        return mirrored(guid, origin) == nil ? "its origin is none" : nil
    }

    private static func mirrored(_ guid: ObjectGUID, _ origin: ExportedPerson.Origin) -> MirroredPerson? {
        guard let sid = ObjectSID(text: origin.objectSid), let kind = ObjectKind(rawValue: origin.kind),
            let presence = MirroredPerson.Presence(rawValue: origin.presence),
            let proxyAddresses = try? ProxyAddresses(values: [])
        else { return nil }
        var personal = PersonalData()
        personal.displayName = origin.displayName
        return MirroredPerson(
            user: DirectoryUser(
                guid: guid, sid: sid, dn: origin.dn, kind: kind, sAMAccountName: origin.sAMAccountName,
                userPrincipalName: origin.userPrincipalName, mail: origin.mail, proxyAddresses: proxyAddresses,
                personal: personal, accountControl: .normalAccount, accountExpires: .never, primaryGroupID: nil,
                whenChanged: nil, uSNChanged: nil),
            scope: .inside,
            standing: Standing(exclusion: .unreadable, detail: "restored from an export, and not read since"),
            presence: presence, absentSince: origin.absentSince)
    }
}

extension ImportedOrganization {
    /// What goes into the state database.
    var state: RestoredState {
        var state = RestoredState()
        for user in users {
            let id = EntityID(user.id)
            let person = user.person.flatMap(RestoredPerson.init(_:))
            if let person { state.people.append((person, id)) }
            if let snapshot = user.snapshot {
                let label = user.profile.displayName.isEmpty ? user.name : user.profile.displayName
                state.snapshots.append((id, person?.mirrored?.label ?? label, person?.guid, snapshot))
            }
            if user.createdHere { state.createdHere.append((id, user.name)) }
        }
        state.people += people.compactMap(RestoredPerson.init(_:)).map { ($0, nil) }
        return state
    }
}
