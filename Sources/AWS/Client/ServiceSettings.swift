// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// Which service is called, where and how patiently.
public struct ServiceSettings: Sendable {
    /// The name that the service is signed for, such as `ds`.
    public var signingName: String
    /// What stands before the operation in `X-Amz-Target`, such as `DirectoryService_20150416`.
    public var targetPrefix: String
    public var region: String
    /// See ``Endpoint``.
    public var endpoint: URL
    /// http:// to other hosts than this one.
    public var allowsClearText: Bool
    public var network: NetworkSettings
    /// For one attempt, from the connection to the last byte of the answer.
    public var attemptSeconds: Double
    /// All in all; 3 in the SDKs.
    public var maxAttempts: Int
    /// `User-Agent`, such as `program/1.0`.
    public var userAgent: String
    public var observer: CallObserver?
    public var now: @Sendable () -> Date
    public var sleep: @Sendable (Duration) async throws -> Void
    /// From 0 to 1, for the jitter.
    public var random: @Sendable () -> Double

    public init(
        signingName: String, targetPrefix: String, region: String, endpoint: URL,
        allowsClearText: Bool = false, network: NetworkSettings = NetworkSettings(), attemptSeconds: Double = 30,
        maxAttempts: Int = 3,
        userAgent: String = "aws-json/1.1", observer: CallObserver? = nil,
        now: @escaping @Sendable () -> Date = { Date() },
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
        random: @escaping @Sendable () -> Double = { Double.random(in: 0...1) }
    ) {
        self.signingName = signingName
        self.targetPrefix = targetPrefix
        self.region = region
        self.endpoint = endpoint
        self.allowsClearText = allowsClearText
        self.network = network
        self.attemptSeconds = attemptSeconds
        self.maxAttempts = maxAttempts
        self.userAgent = userAgent
        self.observer = observer
        self.now = now
        self.sleep = sleep
        self.random = random
    }

    /// The endpoint for messages, without its last slash.
    var thing: String {
        let text = endpoint.absoluteString
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }
}
