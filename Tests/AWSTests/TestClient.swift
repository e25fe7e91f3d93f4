// SPDX-License-Identifier: Apache-2.0
import Foundation
import Synchronization

@testable import AWS

/// A client of a server on this machine that waits for nothing and remembers what it would have waited, and its attempts.
final class TestClient: Sendable {
    static let credentials = AWSCredentials(
        accessKeyID: "AKIDEXAMPLE", secretAccessKey: "not-to-be-shown", source: "the test")
    static let read = ServiceCall("ListThings", body: Data("{}".utf8), isRead: true)
    static let write = ServiceCall("CreateThing", body: Data(#"{"Name":"ü"}"#.utf8), isRead: false)

    let client: ServiceClient
    let record: Record

    final class Record: Sendable {
        private let seen = Mutex<(attempts: [CallAttempt], waits: [Duration])>(([], []))
        var attempts: [CallAttempt] { seen.withLock { $0.attempts } }
        var waits: [Duration] { seen.withLock { $0.waits } }
        func add(_ attempt: CallAttempt) { seen.withLock { $0.attempts.append(attempt) } }
        func add(_ wait: Duration) { seen.withLock { $0.waits.append(wait) } }
    }

    private init(
        _ url: String, attemptSeconds: Double, now: @escaping @Sendable () -> Date, source: any CredentialSource,
        limiter: RateLimiter?, network: NetworkSettings
    ) throws {
        let record = Record()
        let settings = ServiceSettings(
            signingName: "things", targetPrefix: "ThingService", region: "eu-west-1",
            endpoint: try Endpoint.url(url, named: "test"), network: network, attemptSeconds: attemptSeconds,
            userAgent: "test/1", observer: CallObserver { record.add($0) }, now: now,
            sleep: { record.add($0) }, random: { 1 })
        client = try ServiceClient(settings, credentials: CredentialCache(source, now: now), limiter: limiter)
        self.record = record
    }

    static func with<Result>(
        _ url: String, attemptSeconds: Double = 10, now: @escaping @Sendable () -> Date = { Date() },
        source: any CredentialSource = StaticCredentials(credentials), limiter: RateLimiter? = nil,
        network: NetworkSettings = NetworkSettings(), _ body: (TestClient) async throws -> Result
    ) async throws -> Result {
        let client = try TestClient(
            url, attemptSeconds: attemptSeconds, now: now, source: source, limiter: limiter, network: network)
        do {
            let result = try await body(client)
            await client.client.shutdown()
            return result
        } catch {
            await client.client.shutdown()
            throw error
        }
    }

    /// What a call throws.
    func failure(_ call: ServiceCall) async -> (any Error)? {
        do {
            _ = try await client.send(call)
            return nil
        } catch { return error }
    }
}
