// SPDX-License-Identifier: Apache-2.0
public import AWS

/// Lets through what changes nothing, and stops everything else: for looking ahead at an organization of which there is no
/// copy to try things on.
public struct ReadOnlyTransport: ServiceTransport {
    let transport: any ServiceTransport

    public init(_ transport: any ServiceTransport) { self.transport = transport }

    public func send(_ call: ServiceCall) async throws -> ServiceAnswer {
        guard call.isRead else {
            throw ServiceTrouble(
                call.operation, "it would change the organization, and this run only looks",
                remedy: "report this: a dry run must not come here", isTransient: false)
        }
        return try await transport.send(call)
    }
}
