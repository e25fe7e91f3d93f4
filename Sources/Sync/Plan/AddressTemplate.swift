// SPDX-License-Identifier: Apache-2.0
import Directory

/// A pattern for a primary address, such as `{mail}` or `{sAMAccountName}@example.com`.
public struct AddressTemplate: Hashable, Sendable, CustomStringConvertible {
    /// The placeholders: attributes of the user.
    public enum Field: String, CaseIterable, Sendable {
        case mail, userPrincipalName, sAMAccountName, givenName, sn
        /// The `SMTP:` value of proxyAddresses.
        case proxyAddress
    }

    private enum Piece: Hashable, Sendable {
        case literal(String)
        case field(Field)
    }

    public let description: String
    private let pieces: [Piece]

    /// - Throws: `AddressTemplateFault` for an unknown placeholder or a brace without its partner.
    public init(_ text: String) throws(AddressTemplateFault) {
        var pieces: [Piece] = []
        var rest = text[...]
        while !rest.isEmpty {
            let literal = rest.prefix { $0 != "{" && $0 != "}" }
            if !literal.isEmpty { pieces.append(.literal(String(literal))) }
            rest = rest.dropFirst(literal.count)
            guard let brace = rest.first else { break }
            guard brace == "{", let end = rest.firstIndex(of: "}") else { throw .unbalancedBrace(text) }
            let name = String(rest[rest.index(after: rest.startIndex)..<end])
            guard let field = Field(rawValue: name) else { throw .unknownField(name) }
            pieces.append(.field(field))
            rest = rest[rest.index(after: end)...]
        }
        self.description = text
        self.pieces = pieces
    }

    /// The address for a user, or the attribute that the user lacks.
    func expand(for user: DirectoryUser) -> Result<String, MissingField> {
        var text = ""
        for piece in pieces {
            switch piece {
            case .literal(let literal): text += literal
            case .field(let field):
                guard let value = field.value(of: user), !value.isEmpty else {
                    return .failure(MissingField(field: field))
                }
                text += value
            }
        }
        return .success(text)
    }

    struct MissingField: Error { var field: Field }
}

extension AddressTemplate.Field {
    func value(of user: DirectoryUser) -> String? {
        switch self {
        case .mail: user.mail
        case .userPrincipalName: user.userPrincipalName
        case .sAMAccountName: user.sAMAccountName
        case .givenName: user.personal.firstName
        case .sn: user.personal.lastName
        case .proxyAddress: user.proxyAddresses.primary
        }
    }
}

/// Why a text is no template.
public enum AddressTemplateFault: Error, Hashable, Sendable, CustomStringConvertible {
    case unknownField(String)
    case unbalancedBrace(String)

    public var description: String {
        switch self {
        case .unknownField(let name):
            "{\(name)} is not known; there are "
                + AddressTemplate.Field.allCases.map { "{\($0.rawValue)}" }.joined(separator: ", ")
        case .unbalancedBrace(let text): "a brace in “\(text)” has no partner"
        }
    }
}
