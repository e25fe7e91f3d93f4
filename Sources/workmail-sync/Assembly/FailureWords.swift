// SPDX-License-Identifier: Apache-2.0
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
            return CommandFailure(failure.file, failure.cause, remedy: failure.remedy)
        case let failure as RunLockFailure:
            if case .held = failure { return CommandFailure("sync", "\(failure)", exit: .tryAgain) }
            return CommandFailure("sync", "\(failure)", remedy: "check the folder's owner and mode")
        case let failure as UserReferenceFailure: return CommandFailure("user", "\(failure)")
        case let failure as LinkConflict: return CommandFailure("link", "\(failure)")
        case let failure as MailOrganizationError:
            return CommandFailure("mail organization", "\(failure)", remedy: "run workmail-sync doctor")
        default: return nil
        }
    }
}

extension FailureReport {
    /// Any error as thing, cause and remedy, for a table of findings.
    static func failure(_ error: any Error) -> CommandFailure {
        ForeignFailure.commandFailure(for: error) ?? (error as? any CommandFailureConvertible)?.commandFailure
            ?? CommandFailure("error", "\(error)")
    }
}
