// SPDX-License-Identifier: Apache-2.0
import LDAP

extension DirectoryTrouble {
    init(delegated failure: DelegatedChangeFailure) {
        let thing = "change in the directory"
        switch failure {
        case .clearText:
            self.init(
                thing, "the connection would be clear text, over which no administrator's name and password are sent",
                "use ldaps:// in directory.url, or directory.start_tls: true")
        case .changedMeanwhile(let conflicts):
            self.init(
                thing, "somebody changed it since: " + Self.list(conflicts),
                "nothing was changed; look at the person again and decide anew")
        case .notPermitted(let attributes, let words):
            self.init(
                thing, "the administrator may not write \(attributes.joined(separator: ", "))" + Self.said(words),
                "nothing was changed; use an account that may, or give it the right to write these properties")
        case .gone:
            self.init(
                thing, "the object is gone, or this administrator may not see it",
                "nothing was changed; look for the person in the directory")
        case .unsuitable(let attribute, let problem):
            self.init(thing, "\(attribute) \(problem)", "nothing was changed; change it with the directory's own tools")
        case .refused(let code, let words):
            self.init(refused: LDAPResultCode(rawValue: code), words, thing: thing)
        case .unknownOutcome(let reason):
            self.init(
                thing, "whether it was made is not known: \(reason)",
                "read the person again before anything else: both is possible")
        case .notAsWritten(let differences):
            self.init(
                thing, "it was made, and the directory now shows something else: " + Self.list(differences),
                "look at the person again: somebody else changed it at the same moment, or the directory rewrites values"
            )
        }
    }

    private init(refused code: LDAPResultCode, _ words: String, thing: String) {
        let cause = "the directory refuses it: \(code)" + Self.said(words)
        switch code {
        case .busy, .unavailable:
            self.init(thing, cause, "nothing was changed; try again a little later", isTransient: true)
        case .referral:
            self.init(
                thing, cause, "nothing was changed; set directory.url to a domain controller that is not read-only")
        case .constraintViolation, .invalidAttributeSyntax:
            self.init(
                thing, cause,
                "nothing was changed; the value is too long, or has characters that the attribute cannot hold")
        default: self.init(thing, cause, "nothing was changed; the directory's words say why")
        }
    }

    private static func said(_ words: String) -> String {
        // Samba ends some of its messages in line breaks.
        let text = words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return text.isEmpty ? "" : " (\(text))"
    }

    private static func list(_ conflicts: [AttributeConflict]) -> String {
        conflicts.map { conflict in
            let value = { (text: String?) in text.map { "“\($0)”" } ?? "absent" }
            return "\(conflict.attribute) is \(value(conflict.actual)) and not \(value(conflict.expected))"
        }.joined(separator: "; ")
    }
}

extension DirectoryTrouble {
    /// No ticket with the service account's keytab.
    init(keytab error: LDAPError, _ said: String) {
        switch error.ticketReason {
        case .noKDC, .clockSkew, .noMechanism: self.init(ticket: error, error.operation.rawValue, said)
        default:
            self.init(
                error.operation.rawValue, "Kerberos gives none to the service account\(said)",
                "check directory.principal, and that the keytab has the account's present key: kinit -k -t KEYTAB PRINCIPAL; "
                    + "nothing was read and nothing changed")
            isRefusal = true
        }
    }

    /// A bind with the administrator's Kerberos ticket that failed, here or at the server.
    init(ticket error: LDAPError, _ thing: String, _ said: String) {
        let service = "ldap/\(error.server.host)"
        switch error.ticketReason {
        case .noTicket:
            self.init(thing, "there is no Kerberos ticket\(said)", "get one first: kinit NAME@REALM")
        case .expired:
            self.init(thing, "the Kerberos ticket has expired\(said)", "get a new one: kinit NAME@REALM")
        case .noMechanism:
            self.init(
                thing, "SASL cannot use Kerberos tickets on this machine\(said)",
                "apt-get install libsasl2-modules-gssapi-mit")
        case .unknownService:
            self.init(
                thing, "Kerberos does not know the service \(service)\(said)",
                "set directory.url to the domain controller's own full name, as in ldaps://dc1.corp.example.com")
        case .noKDC:
            self.init(
                thing, "no Kerberos server answers\(said)",
                "check the realm in krb5.conf, and that port 88 of a domain controller can be reached",
                isTransient: true)
        case .clockSkew:
            self.init(
                thing, "this clock and Kerberos' are too far apart\(said)", "synchronize both clocks",
                mayPass: true)
        case nil where error.code.isLocal:
            self.init(thing, "Kerberos fails\(said)", "try it by hand: kvno \(service)")
        case nil:
            self.init(
                thing, "the directory does not take the ticket: \(error.code)\(said)",
                "look at it with klist, or give name and password; nothing was changed")
        }
    }
}
