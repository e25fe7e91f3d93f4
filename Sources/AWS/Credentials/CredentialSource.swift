// SPDX-License-Identifier: Apache-2.0

/// A place that has credentials.
public protocol CredentialSource: Sendable {
    /// Reads them anew.
    func load() async throws -> AWSCredentials
}

/// Credentials that somebody holds in their hands.
public struct StaticCredentials: CredentialSource {
    private let credentials: AWSCredentials

    public init(_ credentials: AWSCredentials) { self.credentials = credentials }

    public func load() async throws -> AWSCredentials { credentials }
}
