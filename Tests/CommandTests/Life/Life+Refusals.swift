// SPDX-License-Identifier: Apache-2.0
import Foundation
import Sync
import TestSupport
import WorkMail

@testable import workmail_sync

/// Whether a decision was refused for a reason that there was, by the book. The program may not have seen the last things
/// yet: what it sees is the directory as it was at some moment since all was quiet.
extension Life {
    /// - Returns: `nil` when it was right to refuse; else what the book has of the person.
    func wrongRefusal(of event: LifeEvent, about person: LifePerson) async throws -> String? {
        switch event {
        case .isApproved, .isApprovedWithAddress, .isRejected:
            let isRight = (booksSinceQuiet + [book]).contains { book in
                guard let then = book.people.first(where: { $0.guid == person.guid }) else { return true }
                if book.absence(of: then, at: clock.date) != nil { return true }
                return event == .isApproved && !book.hasUsableAddress(then)
            }
            return isRight ? nil : "\(person)"
        default:
            // Aliases and disabling are for who has a mailbox, whatever the directory says.
            let assembly = try program.assembly()
            let store = try assembly.store()
            let mirrored = try await store.resolve(UserReference("\(person.guid)"))
            let account = try await AccountBook(store, try assembly.organization()).account(of: mirrored)
            return account.user?.state == .enabled ? "\(person) with \(account)" : nil
        }
    }
}

extension LifeBook {
    /// Whether the address that somebody has in the directory is of the organization's domain, and nobody else's.
    fileprivate func hasUsableAddress(_ person: LifePerson) -> Bool {
        guard let mail = person.mail, mail.hasSuffix("@example.com") else { return false }
        return !people.contains { $0.guid != person.guid && $0.mail == mail }
    }
}
