// SPDX-License-Identifier: Apache-2.0
import Directory
import Foundation
import Sync
import WorkMail

/// Approvals that were asked for: checked as a whole before the first of them counts.
struct Approval {
    /// One request: whom, with which address, and where it was asked for.
    struct Request {
        var user: String
        var email: String?
        /// For messages: `line 3`, or nothing for an argument.
        var place: String?
    }

    let store: SyncStore
    let judge: StandingJudge

    init(store: SyncStore, assembly: SyncAssembly, organization: any MailOrganization) async throws {
        self.store = store
        judge = try assembly.judge(try await organization.mailDomains())
    }

    /// Resolves and checks all requests.
    /// - Throws: one `CommandFailure` with every problem; then nothing has been decided.
    func decisions(_ requests: [Request], by name: String, at now: Date) async throws
        -> [(person: MirroredPerson, decision: Decision)]
    {
        var decisions: [(person: MirroredPerson, decision: Decision)] = []
        var problems: [String] = []
        var seen: [ObjectGUID: String] = [:]
        var addresses: [EmailAddress: String] = [:]
        for request in requests {
            let place = request.place.map { "\($0): " } ?? ""
            do {
                let person = try await store.resolve(UserReference(request.user))
                if let other = seen.updateValue(request.user, forKey: person.guid) {
                    problems.append("\(place)\(request.user) is the same person as \(other)")
                }
                let email = try request.email.map { try judge.check(address: $0).get() }
                if let email, let other = addresses.updateValue(request.user, forKey: email) {
                    problems.append("\(place)\(request.user) is to get \(email), as \(other) is")
                }
                if let refusal = refusal(of: person, email: email) {
                    problems.append("\(place)\(person.label) (\(request.user)) \(refusal)".printable)
                }
                decisions.append((person, Decision(verdict: .approved, email: email, by: name, at: now)))
            } catch let failure as UserReferenceFailure {
                problems.append("\(place.printable)\(failure.printable)")
            } catch let refusal as AddressRefusal {
                problems.append("\(place)“\(request.email ?? "")” for \(request.user): \(refusal)".printable)
            }
        }
        guard problems.isEmpty else {
            throw CommandFailure(
                "approve", (["nothing was approved:"] + problems.map { "  \($0)" }).joined(separator: "\n"),
                remedy: "correct these and approve again")
        }
        return decisions
    }

    /// Why somebody cannot be approved; `nil` when they can.
    private func refusal(of person: MirroredPerson, email: EmailAddress?) -> String? {
        switch person.presence {
        case .deleted, .missing: return "is no longer in the directory"
        case .present: break
        }
        guard let exclusion = person.standing.exclusion, let reason = person.standing.reason else { return nil }
        if exclusion.nature == .address { return email == nil ? "\(reason); choose an address with --email" : nil }
        return reason
    }
}
