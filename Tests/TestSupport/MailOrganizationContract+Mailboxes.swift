// SPDX-License-Identifier: Apache-2.0
import Testing
import WorkMail

/// A mailbox's quota and size.
extension MailOrganizationContract {
    static let mailboxRules: [Rule] = [
        Rule("a new mailbox may hold 51,200 MB and holds next to nothing") { subject in
            let id = try await subject.addEnabledUser("anna")
            let details = try await subject.organization.mailboxDetails(id)
            #expect(details.quotaMegabytes == 51_200)
            #expect((0..<1).contains(details.sizeMegabytes))
        },
        Rule("a quota of 1 to 51,200 MB is taken and told") { subject in
            let id = try await subject.addEnabledUser("anna")
            let other = try await subject.addEnabledUser("bert")
            for megabytes in [1, 2_500, 51_200] {
                try await subject.organization.updateMailboxQuota(id, megabytes: megabytes)
                #expect(try await subject.organization.mailboxDetails(id).quotaMegabytes == megabytes)
            }
            #expect(try await subject.organization.mailboxDetails(other).quotaMegabytes == 51_200)
        },
        Rule("any other quota is refused, and the one before stays") { subject in
            let id = try await subject.addEnabledUser("anna")
            try await subject.organization.updateMailboxQuota(id, megabytes: 2_500)
            for megabytes in [0, -1, 51_201, .max, .min] {
                await subject.refuses([.invalidParameter]) {
                    try await subject.organization.updateMailboxQuota(id, megabytes: megabytes)
                }
            }
            #expect(try await subject.organization.mailboxDetails(id).quotaMegabytes == 2_500)
        },
        Rule("a quota may be smaller than what the mailbox holds") { subject in
            guard let fillMailbox = subject.controls.fillMailbox else { return }
            let id = try await subject.addEnabledUser("anna")
            try await fillMailbox(id, 300.5)
            try await subject.organization.updateMailboxQuota(id, megabytes: 200)
            #expect(
                try await subject.organization.mailboxDetails(id)
                    == MailboxDetails(quotaMegabytes: 200, sizeMegabytes: 300.5))
        },
        Rule("a user without a mailbox takes no quota") { subject in
            let never = try await subject.addUser("never")
            let once = try await subject.addEnabledUser("once")
            try await subject.disable(once)
            for id in [never, once] {
                await subject.refuses([.entityState]) {
                    try await subject.organization.updateMailboxQuota(id, megabytes: 10)
                }
                await subject.takesOrRefuses([.entityNotFound, .entityState]) {
                    let quota = try await subject.organization.mailboxDetails(id).quotaMegabytes
                    #expect(quota == 51_200)
                }
            }
        },
        Rule("a DELETED user takes no quota") { subject in
            let id = try await subject.addDeletedUser("anna")
            await subject.refuses([.entityState, .entityNotFound]) {
                try await subject.organization.updateMailboxQuota(id, megabytes: 10)
            }
        },
        Rule("an id that nobody has has no mailbox") { subject in
            await subject.refuses([.entityNotFound]) {
                _ = try await subject.organization.mailboxDetails(subject.nobody)
            }
            await subject.refuses([.entityNotFound]) {
                try await subject.organization.updateMailboxQuota(subject.nobody, megabytes: 10)
            }
        },
    ]
}
