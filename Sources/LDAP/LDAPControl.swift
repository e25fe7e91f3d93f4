// SPDX-License-Identifier: Apache-2.0

/// A control (RFC 4511 §4.1.11): it changes what an operation does, or says more about its result.
public struct LDAPControl: Sendable, Hashable {
    /// Dotted: `1.2.840.113556.1.4.319`.
    public let oid: String
    /// A server that does not know a critical control must refuse the operation.
    public let critical: Bool
    /// BER, in the form that the control's specification gives.
    public let value: [UInt8]?

    public init(oid: String, critical: Bool, value: [UInt8]? = nil) {
        self.oid = oid
        self.critical = critical
        self.value = value
    }
}
