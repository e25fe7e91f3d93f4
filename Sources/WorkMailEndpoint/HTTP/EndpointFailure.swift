// SPDX-License-Identifier: Apache-2.0

/// The endpoint cannot be reached where it should be; says why.
public struct EndpointFailure: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
