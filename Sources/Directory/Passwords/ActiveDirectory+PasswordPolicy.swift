// SPDX-License-Identifier: Apache-2.0
public import Foundation
import LDAP
import PasswordPolicy

extension ActiveDirectory {
    /// The password policy that is in force for a user, or for `nil` the domain's own.
    ///
    /// What cannot be read makes it unknown, with the reason: it is never the domain's default that is taken instead.
    /// - Throws: `LDAPError` when the directory does not answer.
    public func passwordPolicy(of user: ObjectGUID?, at now: Date = Date()) async throws -> PasswordPolicyReading {
        guard let user else { return try await domainPolicy(nil, now) }
        guard let entry = try await connection.read(.guid(user.bytes), attributes: PolicyUser.attributes) else {
            return .unknown("the object \(user) is gone, or this account may not see it", nil, now)
        }
        let person = PolicyUser(entry: entry)
        var reading = try await policy(of: person, now)
        if person.needsNoPassword {
            reading.exempt()
            reading.warnings.append(
                "userAccountControl of \(person.dn) says that it needs no password: Active Directory takes any then")
        }
        return reading
    }

    private func policy(of person: PolicyUser, _ now: Date) async throws -> PasswordPolicyReading {
        switch try await SettingsInForce(connection: connection, domain: domain, server: server).find(for: person) {
        case .domain: return try await domainPolicy(person.subject, now)
        case .settings(let dn): return try await settingsPolicy(dn, person.subject, now)
        case .unknown(let reason): return .unknown(reason, person.subject, now)
        }
    }

    private func domainPolicy(_ subject: PasswordSubject?, _ now: Date) async throws -> PasswordPolicyReading {
        guard let entry = try await connection.read(.dn(domain), attributes: PolicyAttributes.domain.names) else {
            return .unknown("the domain \(domain) may not be read by this account", subject, now)
        }
        return reading(
            PolicyDecoder(entry: entry, attributes: .domain, origin: .domain(dn: entry.dn)), subject, now)
    }

    private func settingsPolicy(
        _ dn: String, _ subject: PasswordSubject?, _ now: Date
    ) async throws -> PasswordPolicyReading {
        let entry = try await connection.read(
            .text(dn), attributes: PasswordSettings.attributes + PolicyAttributes.settingsObject.names)
        guard let entry, let settings = PasswordSettings(entry: entry) else {
            return .unknown(
                "the password settings object \(dn) is in force, and this account may not read it", subject, now)
        }
        let origin = PolicyOrigin.settingsObject(
            name: settings.name, dn: settings.dn, precedence: settings.precedence)
        return reading(PolicyDecoder(entry: entry, attributes: .settingsObject, origin: origin), subject, now)
    }

    private func reading(
        _ decoder: PolicyDecoder, _ subject: PasswordSubject?, _ now: Date
    ) -> PasswordPolicyReading {
        var decoder = decoder
        let knowledge = decoder.decode(DirectoryAlgorithm(vendorName: server.vendorName))
        return PasswordPolicyReading(
            knowledge: knowledge, values: knowledge.policy == nil ? [] : decoder.values, warnings: decoder.warnings,
            subject: subject, readAt: now)
    }
}

extension PasswordPolicyReading {
    /// Makes it that of an account that needs no password: to Active Directory no rule is for it, to Samba every one.
    mutating func exempt() {
        guard case .known(var policy) = knowledge, policy.algorithm == .microsoft else { return }
        policy.isExempt = true
        knowledge = .known(policy)
    }

    static func unknown(_ reason: String, _ subject: PasswordSubject?, _ now: Date) -> Self {
        Self(knowledge: .unknown(reason: reason), values: [], warnings: [], subject: subject, readAt: now)
    }
}
