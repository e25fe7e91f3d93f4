// SPDX-License-Identifier: Apache-2.0

import CLDAP
import Dispatch
import Synchronization

/// Asks DNS where a service is.
public enum ServiceLookup {
    /// The SRV records of a name, for example `_ldap._tcp.dc._msdcs.corp.example.com`; none where there is no such name.
    ///
    /// The resolver blocks for as long as its own settings say, so it gets a thread of its own, which is left behind when the
    /// time is over.
    /// - Throws: `ServiceLookupFailure` when DNS cannot be asked; `CancellationError`.
    public static func records(of name: String, seconds: Double) async throws -> [ServiceRecord] {
        let once = Once()
        let deadline = DispatchTime.now() + seconds
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                guard once.begin(continuation) else { return }
                DispatchQueue.global().asyncAfter(deadline: deadline) {
                    once.finish(.failure(ServiceLookupFailure(name: name, reason: "no answer within \(seconds) s")))
                }
                do {
                    try startThread(name: "dns-srv") { once.finish(ask(name)) }
                } catch {
                    once.finish(
                        .failure(ServiceLookupFailure(name: name, reason: "the system allows no more threads")))
                }
            }
        } onCancel: {
            once.finish(.failure(CancellationError()))
        }
    }

    private static func ask(_ name: String) -> Result<[ServiceRecord], any Error> {
        var answer = [UInt8](repeating: 0, count: 65536)
        var reason: Int32 = 0
        let length = unsafe answer.withUnsafeMutableBufferPointer { buffer in
            unsafe cldap_query_srv(name, buffer.baseAddress, Int32(buffer.count), &reason)
        }
        if length >= 0 { return .success(ServiceRecord.records(in: Array(answer.prefix(Int(length))))) }
        // netdb.h: 1 HOST_NOT_FOUND, 4 NO_DATA.
        if reason == 1 || reason == 4 { return .success([]) }
        return .failure(ServiceLookupFailure(name: name, reason: "no name server answers (\(reason))"))
    }

    /// Resumes the one who waits with whatever comes first: the answer, the deadline, or cancellation.
    private final class Once: Sendable {
        private let state = Mutex<(continuation: CheckedContinuation<[ServiceRecord], any Error>?, isOver: Bool)>(
            (nil, false))

        func begin(_ continuation: CheckedContinuation<[ServiceRecord], any Error>) -> Bool {
            let isOver = state.withLock { state in
                if !state.isOver { state.continuation = continuation }
                return state.isOver
            }
            if isOver { continuation.resume(throwing: CancellationError()) }
            return !isOver
        }

        func finish(_ result: Result<[ServiceRecord], any Error>) {
            let waiting = state.withLock { state in
                defer { state = (nil, true) }
                return state.continuation
            }
            waiting?.resume(with: result)
        }
    }
}

/// Why DNS could not be asked. That a name does not exist is no failure.
public struct ServiceLookupFailure: Error, Sendable, CustomStringConvertible {
    public var name: String
    public var reason: String

    public var description: String { "DNS, SRV records of \(name): \(reason)" }
}
