// SPDX-License-Identifier: Apache-2.0

/// A group as `EmbeddedOrganization.restore` puts one back.
public struct RestoredGroup: Hashable, Sendable {
    /// As DescribeGroup tells it; a flag that nobody has told is off.
    public var group: MailGroup
    /// Without the primary address, which is in `group`; of a DISABLED group the former ones, as of a user.
    public var aliases: [EmailAddress] = []
    /// The ids of the direct members.
    public var members: [EntityID] = []
    public var source: RestoredSource

    public init(group: MailGroup, source: RestoredSource) {
        self.group = group
        self.source = source
    }
}
