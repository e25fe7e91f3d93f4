// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// A user or group that is in a group (`Member` of ListGroupMembers).
public struct GroupMember: Hashable, Sendable {
    public var id: EntityID
    public var name: String
    public var type: MemberType
    public var state: EntityState
    public var enabledDate: Date?
    public var disabledDate: Date?

    public init(
        id: EntityID, name: String, type: MemberType, state: EntityState, enabledDate: Date? = nil,
        disabledDate: Date? = nil
    ) {
        self.id = id
        self.name = name
        self.type = type
        self.state = state
        self.enabledDate = enabledDate
        self.disabledDate = disabledDate
    }
}
