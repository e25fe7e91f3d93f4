// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Directory

/// What a server says to a new password, in words: by the number, whatever the rest of its message.
@Suite struct `A directory's no to a password` {
    @Test(
        "is explained by the number in its message",
        arguments: [
            // Active Directory's and Samba's own messages.
            (
                53, "0000052D: SvcErr: DSID-031A12D2, problem 5003 (WILL_NOT_PERFORM), data 0\n\u{0}",
                "does not meet the policy", "choose another"
            ),
            (
                19, "0000052D: Constraint violation - check_password_restrictions: the password is too short.",
                "does not meet the policy", "choose another"
            ),
            (19, "00000056: AtrErr: DSID-03190F80, #1:\n", "old password is wrong", "say why"),
            (53, "0000001F: SvcErr: DSID-031A126C, problem 5003", "only over an encrypted connection", "ldaps://"),
            (50, "00000005: SecErr: DSID-031A11E0, problem 4003", "may not reset", "has the right"),
            (50, "00002098: SecErr: DSID-03150F94, problem 4003", "may not reset", "has the right"),
            (50, "", "may not reset", "has the right"),
            (32, "00002030: NameErr: DSID-03100245", "does not exist", "look for the person"),
            (10, "0000202B: RefErr: DSID-0310082F", "another domain controller", "can be written to"),
            (53, "0000FFFF: SvcErr", "Windows error 0000FFFF", "say why"),
            (53, "setup_io: it's not allowed", "unwillingToPerform (53)", "say why"),
            (51, "", "busy (51)", "later"),
            // No numbers, though nearly.
            (53, "0000052D", "unwillingToPerform (53)", "say why"), (53, "52D: x", "unwillingToPerform", "say why"),
            (53, "+000052D: x", "unwillingToPerform", "say why"), (53, "0000052G: x", "unwillingToPerform", "say why"),
        ] as [(Int32, String, String, String)])
    func explained(code: Int32, message: String, cause: String, remedy: String) throws {
        let refusal = PasswordRefusal(resultCode: code, serverWords: message)
        #expect(refusal.serverWords == message && refusal.resultCode == code)
        let trouble = try #require(DirectoryTrouble(PasswordResetFailure.refused(refusal)))
        #expect(trouble.cause.contains(cause) && trouble.remedy.contains(remedy), "\(trouble)")
        #expect(!trouble.cause.contains("\n") && trouble.isTransient == (code == 51))
        #expect(refusal.isByPolicy == cause.contains("policy"))
    }

    @Test func `is told apart from what was never sent, and from what nobody knows`() throws {
        for (failure, remedy) in [
            (.clearText, "nothing was sent"), (.notText, "nothing was sent"), (.gone, "nothing was changed"),
            (.unknownOutcome(reason: "timeout"), "the old password or the new one is valid"),
        ] as [(PasswordResetFailure, String)] {
            let trouble = try #require(DirectoryTrouble(failure))
            #expect(trouble.remedy.contains(remedy) && !trouble.isTransient)
        }
    }
}
