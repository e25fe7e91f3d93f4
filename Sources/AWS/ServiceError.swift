// SPDX-License-Identifier: Apache-2.0

/// The service answered, and refused.
public struct ServiceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The error's shape without namespace or suffix, such as `EntityNotFoundException`; `HTTP502` where the answer named
    /// none.
    public var code: String
    /// The service's own words; may be empty.
    public var message: String
    /// The HTTP status.
    public var status: Int
    public var operation: String
    /// `x-amzn-requestid`, where the answer has one.
    public var requestID: String?

    public init(code: String, message: String, status: Int, operation: String, requestID: String?) {
        self.code = code
        self.message = message
        self.status = status
        self.operation = operation
        self.requestID = requestID
    }

    public var description: String {
        let request = requestID.map { ", request \($0)" } ?? ""
        return "\(operation): \(message.isEmpty ? "refused" : message) (\(code)\(request))"
    }
}

/// No answer of the service was had: it was not reached, did not answer in time, or something else answered.
public struct ServiceTrouble: Error, Hashable, Sendable, CustomStringConvertible {
    /// What it was about, such as `https://workmail.eu-west-1.amazonaws.com` or `AWS credentials`.
    public var thing: String
    public var cause: String
    public var remedy: String
    /// The call may have been carried out: whoever made it has to look before making it again.
    public var isOutcomeUnknown: Bool
    /// The same may succeed later without anybody doing anything.
    public var isTransient: Bool

    public init(
        _ thing: String, _ cause: String, remedy: String, isOutcomeUnknown: Bool = false, isTransient: Bool = true
    ) {
        self.thing = thing
        self.cause = cause
        self.remedy = remedy
        self.isOutcomeUnknown = isOutcomeUnknown
        self.isTransient = isTransient
    }

    public var description: String { "\(thing): \(cause); \(remedy)" }
}
