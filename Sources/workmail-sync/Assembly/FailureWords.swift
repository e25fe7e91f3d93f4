// SPDX-License-Identifier: Apache-2.0
import AWS
import Directory
import Sync
import WorkMail

/// What people are told of the other modules' errors, and how the program ends.
enum ForeignFailure {
    static func commandFailure(for error: any Error) -> CommandFailure? {
        if let trouble = DirectoryTrouble(error) {
            return CommandFailure(
                trouble.thing, trouble.cause, remedy: trouble.remedy, exit: trouble.isTransient ? .tryAgain : .failed)
        }
        switch error {
        case let stop as SafetyStop:
            return CommandFailure("safety limit", "\(stop)", remedy: stop.remedy, exit: .safetyLimit)
        case let failure as SyncStoreFailure:
            return CommandFailure(
                failure.thing, failure.cause, remedy: failure.remedy, exit: failure.isTransient ? .tryAgain : .failed)
        case let failure as EmbeddedOrganizationFailure:
            return CommandFailure(
                failure.file, failure.cause, remedy: failure.remedy, exit: failure.isTransient ? .tryAgain : .failed)
        case let failure as RunLockFailure:
            if case .held = failure { return CommandFailure("sync", "\(failure)", exit: .tryAgain) }
            return CommandFailure("sync", "\(failure)", remedy: "check the folder's owner and mode")
        case let failure as UserReferenceFailure:
            let isUnknown = if case .unknown = failure { true } else { false }
            return CommandFailure(
                "user", failure.printable,
                remedy: isUnknown ? "look at the spelling; somebody new is seen by workmail-sync sync" : nil)
        case let trouble as ServiceTrouble:
            let unknown =
                trouble.isOutcomeUnknown
                ? "; whether it was done is not known: the next run looks, and workmail-sync audit list shows it" : ""
            return CommandFailure(
                trouble.thing, trouble.cause + unknown, remedy: trouble.remedy,
                exit: trouble.isTransient ? .tryAgain : .failed)
        case let error as ServiceError:
            return CommandFailure("AWS", "\(error)", remedy: "run workmail-sync doctor")
        case let failure as LinkConflict: return CommandFailure("link", "\(failure)")
        case let failure as MailOrganizationError:
            return CommandFailure("mail organization", "\(failure)", remedy: remedy(for: failure.code))
        default: return nil
        }
    }
}

extension ForeignFailure {
    private static func remedy(for code: MailOrganizationError.Code) -> String {
        if code.isAccessDenied {
            return "attach what workmail-sync doctor --iam-policy prints; doctor says what is missing"
        }
        return switch code.rawValue {
        case "InvalidSignatureException":
            "a signature depends on the secret key, organization.region and the clock: see workmail-sync doctor"
        case "OrganizationNotFoundException":
            "compare organization.id and organization.region with the service's console"
        default: "run workmail-sync doctor"
        }
    }
}

extension UserReferenceFailure {
    /// The description, in which only its own line ends are line ends: names in a directory are written by others.
    var printable: String {
        guard case .ambiguous(let text, let people) = self else { return description.printable }
        let choices = people.map { "  \($0.guid)  \($0.user.sAMAccountName)  \($0.user.dn)".printable }
        return "“\(text.printable)” may mean \(people.count) people; name one by objectGUID:\n"
            + choices.joined(separator: "\n")
    }
}

extension FailureReport {
    /// Any error as thing, cause and remedy, for a table of findings.
    static func failure(_ error: any Error) -> CommandFailure {
        ForeignFailure.commandFailure(for: error) ?? (error as? any CommandFailureConvertible)?.commandFailure
            ?? CommandFailure("error", "\(error)")
    }
}
