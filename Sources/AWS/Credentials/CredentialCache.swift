// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// Holds credentials and gets new ones before they end. All who ask while that happens share the one request.
///
/// botocore's times: from 15 minutes before the end it tries, and goes on with the old ones if that fails; from 10 minutes
/// on it insists.
public actor CredentialCache {
    static let advisorySeconds = 15.0 * 60
    static let mandatorySeconds = 10.0 * 60
    /// A source that has nothing newer, or fails while it may, is not asked again for each call.
    static let pauseSeconds = 60.0

    private let source: any CredentialSource
    private let now: @Sendable () -> Date
    private var cached: AWSCredentials?
    private var hasHadAny = false
    private var pausedUntil: Date?
    private var refresh: Task<AWSCredentials, any Error>?

    public init(_ source: any CredentialSource, now: @escaping @Sendable () -> Date = { Date() }) {
        self.source = source
        self.now = now
    }

    /// - Throws: what the source throws, where the old ones do not suffice.
    public func current() async throws -> AWSCredentials {
        guard let cached else { return try await refreshed() }
        let isPaused = pausedUntil.map { now() < $0 } ?? false
        switch Self.need(cached.expiration, now: now()) {
        case .none: return cached
        case .advised:
            if isPaused { return cached }
            do { return try await refreshed() } catch {
                try Task.checkCancellation()
                pausedUntil = now().addingTimeInterval(Self.pauseSeconds)
                return cached
            }
        case .demanded(let isOver):
            if isPaused, !isOver { return cached }
            return try await refreshed()
        }
    }

    /// The service does not accept these (any more). Does nothing if there are others by now.
    public func invalidate(_ rejected: AWSCredentials) {
        guard cached?.accessKeyID == rejected.accessKeyID, cached?.sessionToken == rejected.sessionToken,
            cached?.secretAccessKey == rejected.secretAccessKey
        else { return }
        cached = nil
        pausedUntil = nil
    }

    enum Need: Equatable {
        case none
        case advised
        case demanded(isOver: Bool)
    }

    static func need(_ expiration: Date?, now: Date) -> Need {
        guard let expiration else { return .none }
        let left = expiration.timeIntervalSince(now)
        if left > advisorySeconds { return .none }
        return left > mandatorySeconds ? .advised : .demanded(isOver: left <= 0)
    }

    private func refreshed() async throws -> AWSCredentials {
        // Not a child of the first who asks: the others must not fail when that one is cancelled.
        let task = refresh ?? Task { [source] in try await source.load() }
        refresh = task
        let result = await task.result
        if refresh == task {
            refresh = nil
            if case .success(let credentials) = result { keep(credentials) }
        }
        try Task.checkCancellation()
        do { return try result.get() } catch var trouble as ServiceTrouble {
            // A place that had some may have some again; only one that never had needs somebody to do something.
            if hasHadAny { trouble.isTransient = true }
            throw trouble
        }
    }

    private func keep(_ credentials: AWSCredentials) {
        cached = credentials
        hasHadAny = true
        let isSoonOver = Self.need(credentials.expiration, now: now()) != .none
        pausedUntil = isSoonOver ? now().addingTimeInterval(Self.pauseSeconds) : nil
    }
}
