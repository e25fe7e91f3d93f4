// SPDX-License-Identifier: Apache-2.0

/// What CreateUser takes for a name: `UserName` of the API, `[\w\-.]+(@[a-zA-Z0-9.\-]+\.[a-zA-Z0-9-]{2,})?`, matched as
/// a whole, with `\w` as ASCII letters, digits and the underscore.
public struct UserNameRule: Sendable {
    /// The most characters: 64 in a WorkMail directory, 20 in any other.
    public let limit: Int

    public init(limit: Int) { self.limit = limit }

    /// Throws `invalidParameter` with the reason.
    func check(_ name: String, for operation: String) throws(MailOrganizationError) {
        guard let fault = fault(of: name) else { return }
        throw MailOrganizationError(.invalidParameter, operation: operation, message: "the name \(name) \(fault)")
    }

    /// What is wrong with the name, as a clause about it; `nil` for one that CreateUser takes.
    public func fault(of name: String) -> String? {
        let scalars = Array(name.unicodeScalars)
        guard !scalars.isEmpty, scalars.count <= limit else {
            return "has \(scalars.count) characters; the organization takes 1 to \(limit)"
        }
        let at = scalars.firstIndex(of: "@") ?? scalars.endIndex
        let local = scalars[..<at]
        guard !local.isEmpty, local.allSatisfy({ $0.isASCIIAlphanumeric || "_-.".unicodeScalars.contains($0) }) else {
            return "may hold ASCII letters, digits, _, - and . only"
        }
        guard at < scalars.endIndex else { return nil }
        let domain = scalars[(at + 1)...]
        guard domain.allSatisfy({ $0.isASCIIAlphanumeric || $0 == "." || $0 == "-" }),
            let dot = domain.lastIndex(of: "."), dot > domain.startIndex, domain.endIndex - dot > 2
        else { return "has no domain name after the @" }
        return nil
    }
}
