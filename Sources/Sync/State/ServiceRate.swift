// SPDX-License-Identifier: Apache-2.0
public import Foundation
import GRDB

/// How the hosted service has lately been to call. Its limits are not published, so they are learned.
public struct ServiceRate: Hashable, Sendable, Codable {
    /// When the command ended that found it so.
    public var at: Date
    /// What the agent keeps to.
    public var requestsPerSecond: Double
    /// Requests of that command, repeated ones among them.
    public var calls: Int
    public var retries: Int
    /// How often the service said that this is too fast.
    public var throttlings: Int
    /// What was added to this machine's clock to have the service's.
    public var clockOffsetSeconds: Double

    public init(
        at: Date, requestsPerSecond: Double, calls: Int, retries: Int, throttlings: Int, clockOffsetSeconds: Double
    ) {
        self.at = at
        self.requestsPerSecond = requestsPerSecond
        self.calls = calls
        self.retries = retries
        self.throttlings = throttlings
        self.clockOffsetSeconds = clockOffsetSeconds
    }
}

extension SyncStore {
    /// What was last kept about an organization.
    public func serviceRate(of organizationID: String) async throws -> ServiceRate? {
        try await read { db in
            let content = try String.fetchOne(
                db, sql: "SELECT content FROM service_rate WHERE organization = ?", arguments: [organizationID])
            return content.flatMap { try? JSONDecoder().decode(ServiceRate.self, from: Data($0.utf8)) }
        }
    }

    public func keep(_ rate: ServiceRate, of organizationID: String) async throws {
        let content = String(decoding: try JSONEncoder().encode(rate), as: UTF8.self)
        try await write { db in
            try db.execute(
                sql: "INSERT OR REPLACE INTO service_rate VALUES (?, ?, ?)",
                arguments: [organizationID, rate.at.timeIntervalSince1970, content])
        }
    }
}
