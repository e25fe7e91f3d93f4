// SPDX-License-Identifier: Apache-2.0

/// What can be known of an address template before any user is seen: its placeholders, and whether it yields one `@`.
struct AddressPattern: Hashable, Sendable {
    /// The placeholders: attributes of the user.
    enum Placeholder: String, CaseIterable, Sendable {
        case mail, userPrincipalName, sAMAccountName, proxyAddress, givenName, sn

        /// The attribute's value is a whole address.
        var isAddress: Bool { self == .mail || self == .userPrincipalName || self == .proxyAddress }
    }

    /// What follows the `@` when the template spells it out, in lower case: `example.com` of
    /// `{sAMAccountName}@example.com`.
    let literalDomain: String?

    /// - Throws: an unknown placeholder, a brace without its partner, no `@` or more than one.
    init(_ text: String) throws(TextFault) {
        var literal = ""
        var signs = 0
        var domain: String?
        var rest = text[...]
        while let first = rest.first {
            if first == "{" {
                guard let end = rest.firstIndex(of: "}") else {
                    throw TextFault("“\(text)” has a brace without its partner")
                }
                let placeholder = try Self.placeholder(String(rest[rest.index(after: rest.startIndex)..<end]))
                signs += placeholder.isAddress ? 1 : 0
                domain = nil
                rest = rest[rest.index(after: end)...]
                if !rest.isEmpty, placeholder.isAddress {
                    throw TextFault(
                        "“\(text)” goes on after {\(placeholder.rawValue)}, which is a whole address already")
                }
                continue
            }
            guard first != "}" else { throw TextFault("“\(text)” has a brace without its partner") }
            if first == "@" {
                signs += 1
                domain = ""
            } else {
                domain?.append(first)
            }
            literal.append(first)
            rest = rest.dropFirst()
        }
        guard signs > 0 else {
            throw TextFault("“\(text)” yields no address: it has no @; write for example \(text)@example.com")
        }
        guard signs == 1 else { throw TextFault("“\(text)” yields no address: it has more than one @") }
        guard domain != "" else { throw TextFault("“\(text)” yields no address: nothing follows the @") }
        literalDomain = domain?.lowercased()
    }

    private static func placeholder(_ name: String) throws(TextFault) -> Placeholder {
        if let placeholder = Placeholder(rawValue: name) { return placeholder }
        let known = Placeholder.allCases.map(\.rawValue)
        let hint = NearestName.of(name, among: known).map { "did you mean {\($0)}?" }
        throw TextFault(
            "{\(name)} is not a placeholder; \(hint ?? "there are " + known.map { "{\($0)}" }.joined(separator: ", "))")
    }
}
