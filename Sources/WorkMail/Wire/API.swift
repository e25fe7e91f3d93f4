// SPDX-License-Identifier: Apache-2.0
package import Foundation

/// The service's API as it goes over the wire (WorkMail 2017-10-01, JSON 1.1): one type an operation, named like it. The
/// type is the request, and has the shapes that its members must have; its `Output` is the answer.
///
/// The client sends these and the endpoint serves them, so that there is one description of the API.
package enum API {
    /// What the operation's name is prefixed with in `X-Amz-Target`.
    package static let target = "WorkMailService"

    /// As the service writes and reads JSON: times are seconds since 1970, possibly with a fraction.
    package static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .secondsSince1970
        encoder.outputFormatting = .withoutEscapingSlashes
        return encoder
    }

    package static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .secondsSince1970
        return decoder
    }
}

/// An operation: a request, and the type of its answer.
package protocol WireOperation: Codable, Sendable {
    associatedtype Output: Codable & Sendable
    /// Whether it changes nothing.
    static var isRead: Bool { get }
    /// The members of the request.
    static var members: WireMembers { get }
}

extension WireOperation {
    /// The operation's name in the API, such as `ListUsers`.
    package static var name: String { String(describing: Self.self) }
}

/// The answer of operations that answer nothing: the service sends no body at all.
package struct NoOutput: Codable, Sendable {
    package init() {}
}

extension Date {
    /// The service writes 0 for "never".
    var ifEver: Date? { timeIntervalSince1970 == 0 ? nil : self }
}
