// SPDX-License-Identifier: Apache-2.0
import AWS
import Foundation

/// Believes a request that is signed with one of the keys, for this Region and for the service that it names.
struct Authenticator: Sendable {
    private let known: [String: SignatureVerifier.KnownKey]
    private let region: String
    private let clock: @Sendable () -> Date

    init(_ keys: AccessKeys, region: String, clock: @escaping @Sendable () -> Date) {
        known = Dictionary(
            keys.keys.map {
                ($0.id, SignatureVerifier.KnownKey(secretAccessKey: $0.secret, sessionToken: $0.sessionToken))
            },
            uniquingKeysWith: { first, _ in first })
        self.region = region
        self.clock = clock
    }

    /// - Throws: `ServiceFault` with the code that AWS has for it.
    func check(_ call: ReceivedCall) throws(ServiceFault) {
        let isDirectoryService = call.target?.hasPrefix(DescribeDirectories.target + ".") ?? false
        let verifier = SignatureVerifier(
            region: region, service: isDirectoryService ? DescribeDirectories.signingName : "workmail")
        do {
            _ = try verifier.verify(call.request, now: clock()) { known[$0] }
        } catch {
            throw ServiceFault(error.code, error.message)
        }
    }
}
