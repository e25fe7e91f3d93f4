// SPDX-License-Identifier: Apache-2.0
import Directory
import WorkMail

/// Chooses the primary address that the directory means for a user.
///
/// The first template whose attributes the user has decides. If the service would refuse its address, the user waits:
/// the next template is then a suggestion for the administrator and not a choice made for them.
struct AddressSelection: Sendable {
    var templates: [AddressTemplate]
    /// The organization's domains in lower case, and whether they are verified.
    var domains: [String: Bool]

    enum Outcome: Hashable {
        case address(EmailAddress)
        case excluded(Exclusion, detail: String)
    }

    func choose(for user: DirectoryUser) -> Outcome {
        var missing: [String] = []
        for (index, template) in templates.enumerated() {
            switch template.expand(for: user) {
            case .failure(let lack): missing.append(lack.field.rawValue)
            case .success(let text):
                let outcome = judge(text)
                guard case .excluded(let exclusion, let detail) = outcome else { return outcome }
                guard let other = suggestion(for: user, after: index) else { return outcome }
                return .excluded(exclusion, detail: "\(detail); suggested: \(other)")
            }
        }
        return .excluded(.noAddress, detail: "not set: \(missing.joined(separator: ", "))")
    }

    /// Whether the service takes this text as an address in this organization.
    func judge(_ text: String) -> Outcome {
        let address: EmailAddress
        do { address = try EmailAddress(text) } catch {
            return .excluded(.unusableAddress, detail: "\(text): \(error)")
        }
        switch domains[address.domain] {
        case true?: return .address(address)
        case false?: return .excluded(.unverifiedDomain, detail: "\(text): \(address.domain) is not verified")
        case nil: return .excluded(.foreignDomain, detail: "\(text): the organization has no domain \(address.domain)")
        }
    }

    private func suggestion(for user: DirectoryUser, after index: Int) -> EmailAddress? {
        for template in templates.dropFirst(index + 1) {
            if case .success(let text) = template.expand(for: user), case .address(let address) = judge(text) {
                return address
            }
        }
        return nil
    }
}
