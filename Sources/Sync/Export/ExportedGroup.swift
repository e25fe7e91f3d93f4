// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// A group in an export.
public struct ExportedGroup: Codable, Hashable, Sendable {
    public struct Member: Codable, Hashable, Sendable {
        public var id: String
        public var name: String
        /// `USER` or `GROUP`.
        public var type: String
    }

    public var id: String
    public var name: String
    public var state: String
    public var email: String?
    /// Without the primary address, in order.
    public var aliases: [String] = []
    /// What comes back with a disabled group in time, where the organization tells.
    public var formerEmail: String?
    public var formerAliases: [String] = []
    public var enabledDate: Date?
    public var disabledDate: Date?
    public var hiddenFromGlobalAddressList: Bool?
    /// The direct members that are not DELETED.
    public var members: [Member] = []
    /// What could not be read, such as `members: …`.
    public var unread: [String] = []
}
