// SPDX-License-Identifier: Apache-2.0

/// That the password has neither the account's name in it nor a part of the display name, without regard to case.
///
/// The account name counts as a whole, the display name in its tokens, and both from three characters on ("Password must
/// meet complexity requirements"). Nobody but Microsoft refuses it; elsewhere it is advice.
struct NamesAbsent: PasswordRule {
    let subject: PasswordSubject
    var isAdvice: Bool

    init(_ subject: PasswordSubject, isAdvice: Bool = false) {
        self.subject = subject
        self.isAdvice = isAdvice
    }

    var limits: [PasswordLimit] {
        guard !isAdvice else { return [] }
        var limits: [PasswordLimit] = []
        if NameToken(subject.sAMAccountName) != nil {
            limits.append(.init(rule: "account-name", limit: Self.without(Self.accountName)))
        }
        if !NameToken.tokens(of: subject.displayName ?? "").isEmpty {
            limits.append(.init(rule: "display-name", limit: Self.without(Self.displayName)))
        }
        return limits
    }

    fileprivate static let accountName = "the account's name"
    fileprivate static let displayName = "a part of the display name"
    fileprivate static func without(_ what: String) -> String { "without \(what), in upper or lower case" }

    func judge(_ password: Password) -> PasswordVerdict {
        var verdict = PasswordVerdict.fine
        if let name = NameToken(subject.sAMAccountName), name.isIn(password) {
            verdict.add("account-name", isAdvice, Self.accountName)
        }
        if NameToken.tokens(of: subject.displayName ?? "").contains(where: { $0.isIn(password) }) {
            verdict.add("display-name", isAdvice, Self.displayName)
        }
        return verdict
    }
}

extension PasswordVerdict {
    fileprivate mutating func add(_ rule: String, _ isAdvice: Bool, _ what: String) {
        if isAdvice {
            warnings.append(PasswordWarning(rule: rule, reason: "it holds \(what), which is guessed first"))
        } else {
            violations.append(
                PasswordViolation(rule: rule, limit: NamesAbsent.without(what), fix: "leave it out"))
        }
    }
}
