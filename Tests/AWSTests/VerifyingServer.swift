// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport

@testable import AWS

/// A service that checks signatures by a clock of its own.
enum VerifyingServer {
    /// - Parameters:
    ///   - clock: the service's.
    ///   - date: what it says of it in its answers; nothing if `nil`.
    static func reply(
        to request: ReceivedRequest, clock: Date, date: String?,
        key: SignatureVerifier.KnownKey = .init(secretAccessKey: "not-to-be-shown")
    ) -> ScriptedReply {
        let received = SignableRequest(
            method: request.method, path: "/", headers: request.headers.map { HTTPField($0.name, $0.value) },
            body: request.body)
        let headers = date.map { [("Date", $0)] } ?? []
        do throws(SignatureRefusal) {
            _ = try SignatureVerifier(region: "eu-west-1", service: "things").verify(received, now: clock) { _ in key }
            return .json(200, "{}", headers)
        } catch {
            return .json(400, #"{"__type":"\#(error.code)","message":"\#(error.message)"}"#, headers)
        }
    }
}
