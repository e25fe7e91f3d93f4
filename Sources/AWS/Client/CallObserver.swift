// SPDX-License-Identifier: Apache-2.0

/// One request that was sent, or could not be, and what came of it. Has nothing of the bodies.
public struct CallAttempt: Sendable {
    /// The name that the service is signed for.
    public var service: String
    public var operation: String
    /// Counted from 1 within one call.
    public var attempt: Int
    /// The HTTP status, where anything answered.
    public var status: Int?
    /// The error's code, where it was refused.
    public var code: String?
    public var requestID: String?
    /// Why no answer of the service was had.
    public var trouble: String?
    public var duration: Duration

    /// A line for people, such as `ds DescribeDirectories: 200, 41 ms, request 1-2`.
    public var line: String {
        let milliseconds = duration / .milliseconds(1)
        let result = [status.map(String.init), code, trouble].compactMap(\.self).joined(separator: " ")
        let number = attempt > 1 ? " (attempt \(attempt))" : ""
        let request = requestID.map { ", request \($0)" } ?? ""
        return "\(service) \(operation)\(number): \(result), \(Int(milliseconds.rounded())) ms\(request)"
    }
}

/// Is told of each attempt, when it is over.
public struct CallObserver: Sendable {
    let report: @Sendable (CallAttempt) -> Void

    public init(_ report: @escaping @Sendable (CallAttempt) -> Void) { self.report = report }
}
