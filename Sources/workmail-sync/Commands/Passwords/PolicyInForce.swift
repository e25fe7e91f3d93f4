// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import PasswordPolicy
import Sync

/// The password policy that counts for somebody, by the kind of the organization's directory.
struct PolicyInForce {
    /// Which way a new password takes.
    enum Route {
        /// Through the mail organization, whose own rules count beside the directory's.
        case organization
        /// Straight to a domain controller.
        case directory
    }

    let kind: PlanningRules.DirectoryKind
    let subject: PasswordSubject
    /// `nil` in a WorkMail directory, whose policy is fixed, and where none was ever read.
    let reading: PasswordPolicyReading?
    /// Why the reading is not of now.
    let trouble: String?

    /// - Parameters:
    ///   - mayAsk: whether the directory may be asked; else what was kept is taken.
    ///   - mayBeUnread: whether a directory that does not answer, and of which nothing was kept, is no failure.
    static func of(
        _ account: Account?, _ parts: SyncParts, mayAsk: Bool = true, mayBeUnread: Bool = false
    ) async throws -> PolicyInForce {
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
        func words(_ error: any Error) -> String? { DirectoryTrouble(error).map { "\($0.thing): \($0.cause)" } }
        do {
            let (reading, trouble) = try await SyncRun(parts).passwordPolicy(of: account?.guid)
            return PolicyInForce(
                kind: kind, subject: reading.subject ?? subject, reading: reading, trouble: trouble.flatMap(words))
        } catch {
            guard mayBeUnread, let trouble = words(error) else { throw error }
            return PolicyInForce(kind: kind, subject: subject, reading: nil, trouble: trouble)
        }
    }

    private var knowledge: PolicyKnowledge {
        reading?.knowledge ?? .unknown(reason: "the directory's policy has not been read")
    }

    /// Whether the directory has a policy that is not known.
    var isUnknown: Bool { kind != .workmail && knowledge.policy == nil }

    /// What is to be said of a password that takes this way.
    func judge(_ password: Password, through route: Route) -> PasswordVerdict {
        var verdict = verdict(on: password, through: route)
        if password.isEmpty, verdict.violations.isEmpty {
            verdict.warnings.append(
                PasswordWarning(rule: "empty", reason: "it is empty, and password reset never sets an empty one"))
        }
        return verdict
    }

    private func verdict(on password: Password, through route: Route) -> PasswordVerdict {
        switch (kind, route) {
        case (.workmail, _): WorkMailDirectoryPolicy.judge(password, for: subject)
        case (.simpleAD, .organization): SimpleADPolicy.judge(password, for: subject, under: knowledge)
        case (.managedAD, .organization):
            ManagedADPolicy.judge(password, for: subject, under: knowledge, through: .mailService)
        case (.managedAD, .directory):
            ManagedADPolicy.judge(password, for: subject, under: knowledge, through: .directory)
        case (.simpleAD, .directory), (.adConnector, _):
            ConnectedDomainPolicy.judge(password, for: subject, under: knowledge)
        }
    }

    /// A password that meets it, as far as it is known, and every other kind's where no minimum forbids that.
    func generate() -> (password: Password, entropyBits: Double) {
        PasswordGenerator.generate(for: subject, under: knowledge.policy)
    }

    /// What is to be known of a generated password before it is used, each a clause.
    func notesOnGenerated(at now: Date) -> [String] {
        guard kind != .workmail else { return [] }
        var notes: [String] = []
        switch knowledge {
        case .unknown(let reason):
            notes.append(
                "the policy in force is not known (\(reason)): the password meets every minimum up to 20 characters, and a "
                    + "longer one may refuse it")
        case .known(let policy) where policy.minimumLength > 63:
            notes.append(
                "the policy asks for \(policy.minimumLength) characters, and the WorkMail directory and Simple AD take at "
                    + "most 63: it is for the directory alone")
        case .known: break
        }
        if let staleness = staleness(at: now) { notes.append(staleness) }
        return notes
    }

    /// That the verdict is by a policy of earlier, how old it is and why; `nil` for one of now.
    func staleness(at now: Date) -> String? {
        guard let trouble else { return nil }
        let away = "the directory cannot be asked now: \(trouble)"
        guard let reading else { return away }
        return
            "judged by the policy read on \(reading.readAt.formatted(.iso8601)), \(reading.ageWords(at: now)); \(away)"
    }

    /// Why the directory has nobody of whom this could be the policy; `nil` where it has.
    var absence: String? {
        // Whoever is read has names, whatever else of the policy may not be read.
        guard let reading, reading.subject == nil, case .unknown(let reason) = reading.knowledge else { return nil }
        return reason
    }

    /// Whose rules they are, in words.
    func name(through route: Route) -> String {
        switch (kind, route) {
        case (.workmail, _): "the fixed policy of a WorkMail directory"
        case (_, .directory): "what the domain controller enforces"
        case (.simpleAD, _): "the policy of a Simple AD, joined with what it enforces"
        case (.managedAD, _): "the policy of AWS Managed Microsoft AD"
        case (.adConnector, _): "the policy of the connected domain"
        }
    }
}

extension PasswordPolicyReading {
    /// How old it is, such as `3 days ago`.
    func ageWords(at now: Date) -> String {
        let seconds = Int(max(0, age(at: now)))
        switch seconds {
        case 0: return "just now"
        case ..<120: return "\(seconds) s ago"
        case ..<7200: return "\(seconds / 60) minutes ago"
        case ..<172_800: return "\(seconds / 3600) hours ago"
        default: return "\(seconds / 86_400) days ago"
        }
    }
}

extension Account {
    /// - Throws: `CommandFailure` for somebody whom the directory has no more, of whom no policy can be read.
    func requirePresence(_ user: String, _ policy: PolicyInForce) throws {
        guard policy.kind != .workmail, let person else { return }
        let absence =
            person.presence == .present ? policy.absence : "was not in the directory any more at the last sync"
        guard let absence else { return }
        throw CommandFailure(
            user.printable, absence, remedy: "run workmail-sync sync, which says what became of it; then try again")
    }
}
