// SPDX-License-Identifier: Apache-2.0

/// Why a service does not believe a signature, with AWS's code and the words that it uses itself.
public struct SignatureRefusal: Error, Hashable, Sendable {
    /// Such as `InvalidSignatureException`.
    public var code: String
    public var message: String

    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }

    static func incomplete(_ message: String) -> Self {
        Self(code: "IncompleteSignatureException", message: message)
    }

    static func invalid(_ message: String) -> Self {
        Self(code: "InvalidSignatureException", message: message)
    }

    static let missing = Self(code: "MissingAuthenticationTokenException", message: "Missing Authentication Token")

    static let unrecognized = Self(
        code: "UnrecognizedClientException", message: "The security token included in the request is invalid.")

    static let expired = Self(
        code: "ExpiredTokenException", message: "The security token included in the request is expired")
}
