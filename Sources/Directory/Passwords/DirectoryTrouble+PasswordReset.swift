// SPDX-License-Identifier: Apache-2.0
import LDAP

extension DirectoryTrouble {
    init(reset failure: PasswordResetFailure) {
        let thing = "password in the directory"
        switch failure {
        case .clearText:
            self.init(
                thing, "\(failure)", "use ldaps:// in directory.url, or directory.start_tls: true; nothing was sent")
        case .notText: self.init(thing, "\(failure)", "give it in UTF-8; nothing was sent")
        case .gone: self.init(thing, "\(failure)", "nothing was changed; look for the person in the directory")
        case .refused(let refusal):
            let code = LDAPResultCode(rawValue: refusal.resultCode)
            // Samba ends some of its messages in line breaks.
            let words = refusal.serverWords.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            let isTransient = code == .busy || code == .unavailable
            self.init(
                thing, "\(refusal)" + (words.isEmpty ? "" : " (\(words))"),
                isTransient ? "nothing was changed; try again a little later" : refusal.remedy, isTransient: isTransient
            )
        case .unknownOutcome:
            self.init(
                thing, "\(failure)", "set it again, or try it: the old password or the new one is valid")
        }
    }
}
