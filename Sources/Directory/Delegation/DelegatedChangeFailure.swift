// SPDX-License-Identifier: Apache-2.0

/// An attribute that is not what it was taken for.
public struct AttributeConflict: Hashable, Sendable {
    public var attribute: String
    /// `nil` for absent.
    public var expected: String?
    /// `nil` for absent, or not to be read by the administrator.
    public var actual: String?

    public init(attribute: String, expected: String?, actual: String?) {
        self.attribute = attribute
        self.expected = expected
        self.actual = actual
    }
}

extension DelegatedChangeFailure {
    /// What happened, without any value of the directory in it: for records that must not keep them.
    public var withoutValues: String {
        func names(_ conflicts: [AttributeConflict]) -> String { conflicts.map(\.attribute).joined(separator: ", ") }
        return switch self {
        case .clearText: "the connection would be clear text"
        case .changedMeanwhile(let conflicts): "somebody changed \(names(conflicts)) since"
        case .notPermitted(let attributes, _): "no right to write \(attributes.joined(separator: ", "))"
        case .gone: "the object is gone, or not to be seen"
        case .unsuitable(let attribute, _): "\(attribute) has not one value of text"
        case .refused(let code, _): "the directory refused it with result \(code)"
        case .unknownOutcome: "not known whether it was made"
        case .notAsWritten(let conflicts): "made, and \(names(conflicts)) is another value right after it"
        }
    }
}

/// Why a delegated change was not made. Except in the last two cases nothing is changed.
public enum DelegatedChangeFailure: Error, Hashable, Sendable {
    /// The connection would be clear text, whatever the configuration allows the service account.
    case clearText
    /// Somebody changed it since the change was decided.
    case changedMeanwhile([AttributeConflict])
    /// The administrator may not write these attributes, as far as the server tells which.
    case notPermitted(attributes: [String], serverWords: String)
    /// There is no such object any more, or the administrator may not see it.
    case gone
    /// The attribute is not one with a single value of text.
    case unsuitable(attribute: String, problem: String)
    /// The server's result code (RFC 4511 §4.1.9) and words: a value that is too long, a read-only server …
    case refused(code: Int32, serverWords: String)
    /// The change was sent and its end is not known: reading the object again tells.
    case unknownOutcome(reason: String)
    /// The server took the change, and yet shows other values directly after it.
    case notAsWritten([AttributeConflict])
}
