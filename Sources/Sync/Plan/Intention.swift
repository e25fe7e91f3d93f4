// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import WorkMail

/// What one person calls for, seen alone. Who may have which address is settled among all of them afterwards.
enum Intention: Hashable {
    case nothing
    case createUser(Change.NewUser)
    case register(EmailAddress)
    case changeAddress(from: EmailAddress, to: EmailAddress)
    case deregister(reason: String)
    case wait(String, Hold)

    /// The table, row by row; the first row that fits counts.
    ///
    ///     mailbox   decision             person                     intention
    ///     enabled   disable              any                        deregister
    ///     enabled   any                  gone, out of scope, off    wait as a leaver, or deregister (approved, and proof,
    ///                                                               and the policy says so, and the grace is over, by our
    ///                                                               clock and by the domain controller's)
    ///     enabled   approved             not readable this time     wait
    ///     enabled   none or rejected     candidate                  nothing: it is not ours
    ///     enabled   approved             an address problem         nothing: the mailbox keeps its address
    ///     enabled   approved             another address            change address (with Exchange: nothing, it does)
    ///     none      approved, carried out  a leaver                 nothing: it was disabled
    ///     none      approved, carried out  anything else            wait: it was disabled since
    ///     none      approved             excluded or gone           wait
    ///     none      approved             candidate                  register, or create, or wait
    ///     none      anything else        any                        nothing
    init(for subject: Subject, rules: PlanningRules, now: Date) {
        if let entity = subject.entity, entity.state == .enabled {
            self = Self.forEnabled(subject, entity, rules, now)
        } else if subject.decision?.verdict == .approved {
            self = Self.forApproved(subject, rules, now)
        } else {
            self = .nothing
        }
    }

    private static func forEnabled(
        _ subject: Subject, _ entity: MailUser, _ rules: PlanningRules, _ now: Date
    ) -> Intention {
        if let decision = subject.decision, decision.verdict == .disable {
            return .deregister(reason: "disabled by \(decision.by)" + (decision.reason.map { ": \($0)" } ?? ""))
        }
        if let cause = leaverCause(subject) {
            guard let kind = cause.policyCause, rules.leavers.action(for: kind) == .apply,
                subject.decision?.verdict == .approved
            else { return .wait("disable", .leaver(cause)) }
            var dates = kind == .expired ? [expiry(of: subject) ?? .distantPast] : []
            if rules.leavers.graceDays > 0 {
                let end = (subject.leaverSince ?? now).addingTimeInterval(Double(rules.leavers.graceDays) * 86_400)
                if end > now { return .wait("disable", .leaverInGrace(cause, until: end)) }
                dates.append(end)
            }
            if dates.contains(where: { $0 > rules.clocks.earlier(now) }) {
                return .wait("disable", .clocksDiffer(rules.clocks))
            }
            return .deregister(reason: cause.clause)
        }
        if subject.person.standing.exclusion?.nature == .unknown, subject.decision?.verdict == .approved {
            return .wait("follow the directory", .notEligible(subject.person.standing))
        }
        guard subject.decision?.verdict == .approved, let wanted = subject.wantedAddress, let current = entity.email,
            subject.person.standing.isCandidate || subject.decision?.email != nil
        else { return .nothing }
        let isOurs = OwnershipTable(rules.ownership)[.primaryEmail].isOurs
        return wanted == current || !isOurs ? .nothing : .changeAddress(from: current, to: wanted)
    }

    private static func expiry(of subject: Subject) -> Date? { subject.person.user.accountExpires.date }

    static func leaverCause(_ subject: Subject) -> LeaverCause? {
        switch subject.person.presence {
        case .deleted: return .deleted
        case .missing: return .missing
        case .present: break
        }
        let standing = subject.person.standing
        switch standing.exclusion?.nature {
        case .outOfScope, .accountState, .notAPerson:
            let cause = LeaverCause.excluded(standing)
            // Who was taken out of the groups and switched off has left by proof, whichever is named first.
            return cause.isProof || !subject.person.user.isDisabled
                ? cause : .excluded(Standing(exclusion: .disabledInDirectory, address: standing.address))
        case .address, .unknown, nil: return nil
        }
    }

    private static func forApproved(_ subject: Subject, _ rules: PlanningRules, _ now: Date) -> Intention {
        let cause = leaverCause(subject)
        let decided = subject.decision?.at ?? .distantPast
        // The approval has done its work and the mailbox is disabled since: only a new one gives it back. A leaver needs none.
        // So it is when the organization says that the mailbox was disabled after the decision, whatever our own state
        // says: it may have been restored from a backup.
        let disabled = subject.entity?.disabledDate
        if subject.decision?.isSettled == true || disabled.map({ $0 > decided }) ?? false {
            return cause == nil ? .wait("enable", .disabledSince) : .nothing
        }
        switch cause {
        case .excluded(let standing): return .wait("enable", .notEligible(standing))
        case .deleted, .missing: return .wait("enable", .gone)
        case nil: break
        }
        let standing = subject.person.standing
        guard standing.isCandidate || (standing.exclusion?.nature == .address && subject.decision?.email != nil),
            let address = subject.wantedAddress
        else { return .wait("enable", .notEligible(standing)) }
        if let date = expiry(of: subject), date <= rules.clocks.later(now) {
            return .wait("enable", .clocksDiffer(rules.clocks))
        }

        guard let entity = subject.entity, entity.state != .deleted else {
            if let namesake = subject.namesake {
                return .wait("enable", subject.namesakeIsLinked ? .nameTaken(namesake) : .adoption(namesake))
            }
            return rules.directoryKind.isDirectoryBacked
                ? .wait("enable", .notYetVisible(subject.awaited ?? Awaited(since: now, lastLook: now)))
                : .createUser(Change.NewUser(subject.person.user))
        }
        guard entity.role == .user else { return .wait("enable", .role(entity.role)) }
        if let disabled, MailboxRetentionPeriod.isOver(disabled: disabled, at: now),
            decided < MailboxRetentionPeriod.end(disabled: disabled)
        {
            return .wait("enable", .mailboxExpired)
        }
        return .register(address)
    }
}

extension Change.NewUser {
    /// As the directory has the person: the organization's own directory has no other source.
    init(_ user: DirectoryUser) {
        self.init(
            name: user.sAMAccountName, displayName: user.displayLabel, firstName: user.personal.firstName ?? "",
            lastName: user.personal.lastName ?? "")
    }
}
