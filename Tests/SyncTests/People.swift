// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Sync
import WorkMail

/// People for planner tests, made from a number and a few words.
enum People {
    static let now = Date(timeIntervalSince1970: 1_790_000_000)
    static let day = 86_400.0

    static func guid(_ number: Int) -> ObjectGUID {
        let low = [UInt8(number & 0xFF), UInt8(number >> 8 & 0xFF)]
        guard let guid = ObjectGUID(bytes: low + [UInt8](repeating: 0, count: 14)) else { preconditionFailure() }
        return guid
    }

    static func sid(_ number: Int) -> String { "S-1-5-21-1-2-3-\(1000 + number)" }

    static func user(
        _ number: Int, _ name: String, mail: String?, control: UserAccountControl = .normalAccount,
        kind: ObjectKind = .person, expires: AccountExpiry = .never, upn: String? = nil, proxy: [String] = []
    ) throws -> DirectoryUser {
        guard let sid = ObjectSID(text: sid(number)) else { preconditionFailure() }
        return DirectoryUser(
            guid: guid(number), sid: sid, dn: "CN=\(name),OU=Staff,DC=corp,DC=example,DC=com", kind: kind,
            sAMAccountName: name, userPrincipalName: upn, mail: mail, proxyAddresses: try ProxyAddresses(values: proxy),
            personal: PersonalData(), accountControl: control, accountExpires: expires, primaryGroupID: 513,
            whenChanged: nil, uSNChanged: nil)
    }

    static let domains = [
        MailDomain(name: "example.com", isDefault: true, isVerified: true),
        MailDomain(name: "pending.example", isDefault: false, isVerified: false),
    ]

    static func judge(_ templates: [String] = ["{mail}"]) throws -> StandingJudge {
        StandingJudge(templates: try templates.map { try AddressTemplate($0) }, domains: domains, now: now)
    }

    /// A person as the mirror has them, judged by the template `{mail}`.
    static func person(
        _ number: Int, _ name: String, mail: String?, control: UserAccountControl = .normalAccount,
        scope: ScopeVerdict = .inside, presence: MirroredPerson.Presence = .present
    ) throws -> MirroredPerson {
        let user = try user(number, name, mail: mail, control: control)
        return MirroredPerson(
            user: user, scope: scope, standing: try judge().standing(of: user, scope: scope), presence: presence)
    }

    static func entity(
        _ number: Int, _ name: String, _ state: EntityState, email: String? = nil, disabledDaysAgo: Double? = nil,
        role: UserRole = .user
    ) throws -> MailUser {
        MailUser(
            id: EntityID(sid(number)), name: name, displayName: name, email: try email.map { try EmailAddress($0) },
            state: state, role: role, disabledDate: disabledDaysAgo.map { now.addingTimeInterval(-$0 * day) })
    }

    static func approved(email: String? = nil, daysAgo: Double = 0, settled: Bool = false) throws -> Decision {
        Decision(
            verdict: .approved, email: try email.map { try EmailAddress($0) }, by: "root",
            at: now.addingTimeInterval(-daysAgo * day), isSettled: settled)
    }
}

/// A change in one line, for comparing whole plans.
func line(_ change: Change) -> String {
    let target = [change.oldValue, change.newValue].compactMap(\.self).joined(separator: " > ")
    return [change.operationName, change.label, target].filter { !$0.isEmpty }.joined(separator: " ")
}

func lines(_ plan: Plan) -> [String] { plan.changes.map(line) }
