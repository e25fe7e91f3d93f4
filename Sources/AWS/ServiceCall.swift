// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// One operation of an AWS service that speaks JSON 1.1, as bytes.
public struct ServiceCall: Sendable {
    /// The operation, such as `ListUsers`; what it is prefixed with in `X-Amz-Target` is the service's.
    public var operation: String
    /// One JSON object in UTF-8; these bytes are hashed, signed and sent as they are.
    public var body: Data
    /// Whether it changes nothing, so that it may be sent again when nobody knows what became of it.
    public var isRead: Bool

    public init(_ operation: String, body: Data, isRead: Bool) {
        self.operation = operation
        self.body = body
        self.isRead = isRead
    }
}

/// What the service answered with success.
public struct ServiceAnswer: Sendable {
    /// One JSON object, or nothing where the operation has no output.
    public var body: Data
    /// `x-amzn-requestid`: what AWS Support asks for.
    public var requestID: String?

    public init(body: Data, requestID: String?) {
        self.body = body
        self.requestID = requestID
    }
}

/// What carries calls to a service: a `ServiceClient`, or something in front of one.
public protocol ServiceTransport: Sendable {
    /// - Throws: `ServiceError` for a refusal of the service, `ServiceTrouble` for everything else.
    func send(_ call: ServiceCall) async throws -> ServiceAnswer
}
