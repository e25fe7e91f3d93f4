// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// What the service calls the requests that were made during something (`x-amzn-requestid`): what its support asks for.
public final class RequestLog: Sendable {
    @TaskLocal private static var current: RequestLog?
    private let noted = Mutex<[String]>([])

    public init() {}

    /// In the order of the answers; nothing for an organization that is not asked over a network.
    public var ids: [String] { noted.withLock { $0 } }

    /// Notes the requests that `body` makes, in this task and its children.
    public func during<Result>(_ body: () async throws -> Result) async rethrows -> Result {
        try await Self.$current.withValue(self, operation: body)
    }

    static func note(_ id: String?) {
        guard let id else { return }
        current?.noted.withLock { $0.append(id) }
    }
}
