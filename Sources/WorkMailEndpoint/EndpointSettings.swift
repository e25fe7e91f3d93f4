// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// How the endpoint presents an organization. What the organization itself does is in its own settings.
public struct EndpointSettings: Sendable {
    /// The Region that requests have to be signed for.
    public var region = "eu-west-1"
    /// Who may call.
    public var keys: AccessKeys
    /// The account that is named in the organization's ARN: 12 digits.
    public var accountID = "111122223333"
    /// How many rows a page has when nobody says: 1 to 100. The service's own number is not published.
    public var defaultPageSize = 100
    /// `DirectoryType` of DescribeOrganization: a free string of the service.
    public var directoryType = "VpcDirectory"
    /// What DescribeDirectories of Directory Service says about the organization's directory; `nil`: that the account has
    /// none, as it is with a WorkMail directory.
    public var directoryService: DirectoryServiceType?
    /// The most bytes of a request; more are answered with status 413.
    public var largestBody = 256 * 1024
    public var faults = FaultSettings()
    /// What time it is; answers carry it in their `Date`, and signatures are judged by it.
    public var clock: @Sendable () -> Date = { Date() }
    /// Told about every answer. Neither request nor answer are part of it, since both hold personal data.
    public var onAnswer: (@Sendable (AnsweredCall) -> Void)?

    public init(keys: AccessKeys) { self.keys = keys }
}

/// `Type` of a directory in Directory Service.
public enum DirectoryServiceType: String, CaseIterable, Sendable {
    case simpleAD = "SimpleAD"
    case adConnector = "ADConnector"
    case microsoftAD = "MicrosoftAD"
    case sharedMicrosoftAD = "SharedMicrosoftAD"
}

/// One answer, for a log.
public struct AnsweredCall: Sendable {
    /// The operation, or what the request had in its place.
    public var operation: String
    public var status: Int
    /// The error's shape; `nil` for success.
    public var code: String?
    public var requestID: String
    public var seconds: Double
}
