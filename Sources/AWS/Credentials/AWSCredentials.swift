// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// What requests are signed with, and where it came from. The secret is in no description.
public struct AWSCredentials: Sendable {
    /// Such as `AKIDEXAMPLE`; not a secret, and in CloudTrail beside every call.
    public var accessKeyID: String
    /// Never shown.
    public var secretAccessKey: String
    /// Of temporary credentials: sent with each request, and never shown.
    public var sessionToken: String?
    /// When they cease to be accepted; `nil` where nobody says so.
    public var expiration: Date?
    /// Where they were found, for people, such as `profile "mail" of /root/.aws/credentials`.
    public var source: String

    public init(
        accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil, expiration: Date? = nil,
        source: String
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiration = expiration
        self.source = source
    }
}

extension AWSCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        let end = expiration.map { ", until \(AmzDate($0))" } ?? ""
        return "\(accessKeyID) from \(source)\(end)"
    }

    public var debugDescription: String { description }

    /// What `dump` shows; without one it would show every property.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
