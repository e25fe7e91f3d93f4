// SPDX-License-Identifier: Apache-2.0

/// The service's id of a user, group or resource (`WorkMailIdentifier`, 12 to 256 characters).
///
/// A UUID in a WorkMail directory, a SID such as `S-1-5-21-1-2-3-1104` in a directory-backed organization, `r-` and
/// 32 hex digits for a resource. Opaque and compared byte by byte; only ids are ever sent, never names.
public struct EntityID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The id as the service wrote it.
    public let value: String

    public init(_ value: String) { self.value = value }

    public var description: String { value }

    public static func == (a: EntityID, b: EntityID) -> Bool { a.value.utf8.elementsEqual(b.value.utf8) }
    public static func < (a: EntityID, b: EntityID) -> Bool { a.value.utf8.lexicographicallyPrecedes(b.value.utf8) }
    /// String's own hash takes canonical equivalents for one: coarser than `==` here, as a hash may be.
    public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
