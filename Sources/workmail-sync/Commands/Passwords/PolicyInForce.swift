// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import PasswordPolicy
import Sync

/// The password policy that counts for somebody, by the kind of the organization's directory.
struct PolicyInForce {
    let kind: PlanningRules.DirectoryKind
    let subject: PasswordSubject
    /// `nil` in a WorkMail directory, whose policy is fixed.
    let reading: PasswordPolicyReading?
    /// Why the reading is not of now.
    let trouble: String?

    /// - Parameter mayAsk: whether the directory may be asked; else what was kept is taken.
    static func of(_ account: Account?, _ parts: SyncParts, mayAsk: Bool = true) async throws -> PolicyInForce {
        let kind = parts.rules.directoryKind
        let subject = PasswordSubject(
            sAMAccountName: account?.name ?? "", displayName: account?.label,
            userPrincipalName: account?.person?.user.userPrincipalName)
        guard kind != .workmail else {
            return PolicyInForce(kind: kind, subject: subject, reading: nil, trouble: nil)
        }
        guard mayAsk else {
            let kept = try await parts.store.passwordPolicy(of: account?.guid)
            return PolicyInForce(kind: kind, subject: kept?.subject ?? subject, reading: kept, trouble: nil)
        }
        let (reading, trouble) = try await SyncRun(parts).passwordPolicy(of: account?.guid)
        let words = trouble.flatMap { DirectoryTrouble($0) }.map { "\($0.thing): \($0.cause)" }
        return PolicyInForce(kind: kind, subject: reading.subject ?? subject, reading: reading, trouble: words)
    }

    private var knowledge: PolicyKnowledge {
        reading?.knowledge ?? .unknown(reason: "the directory's policy has not been read")
    }

    /// What is to be said of a password.
    /// - Parameter straight: whether it goes straight to a domain controller and not through the mail organization.
    func judge(_ password: Password, straight: Bool) -> PasswordVerdict {
        switch kind {
        case .workmail: WorkMailDirectoryPolicy.judge(password)
        case _ where straight: ConnectedDomainPolicy.judge(password, for: subject, under: knowledge)
        case .simpleAD: SimpleADPolicy.judge(password, for: subject, under: knowledge)
        case .managedAD: ManagedADPolicy.judge(password, for: subject, under: knowledge, through: .mailService)
        case .adConnector: ConnectedDomainPolicy.judge(password, for: subject, under: knowledge)
        }
    }

    func generate() -> (password: Password, entropyBits: Double) {
        PasswordGenerator.generate(for: subject, under: knowledge.policy)
    }

    /// Which policy it is, in words.
    var name: String {
        switch kind {
        case .workmail: "the fixed policy of a WorkMail directory"
        case .simpleAD: "the policy of a Simple AD, joined with what it enforces"
        case .managedAD: "the policy of AWS Managed Microsoft AD"
        case .adConnector: "the policy of the connected domain"
        }
    }
}
