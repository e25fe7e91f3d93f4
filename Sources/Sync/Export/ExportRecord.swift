// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// One record of an export, in the order in which they come: the organization, its groups, its users, the people who have
/// a decision and no account, and the end.
///
/// As JSON an object with its kind under `record`. The structure is version ``version``; a later one of the program reads
/// what an earlier one wrote.
public enum ExportRecord: Hashable, Sendable {
    /// Of what this program writes; another one is not read.
    public static let version = 1
    /// What makes a file one of ours.
    public static let format = "workmail-sync export"

    case organization(ExportedOrganization)
    case group(ExportedGroup)
    case user(ExportedUser)
    case person(ExportedPerson)
    case end(ExportEnd)
}

/// The organization as a whole: the first record.
public struct ExportedOrganization: Codable, Hashable, Sendable {
    public struct Domain: Codable, Hashable, Sendable {
        public var name: String
        public var isDefault: Bool
        public var isVerified: Bool
    }

    public var format = ExportRecord.format
    public var version = ExportRecord.version
    /// The one thing in which two exports of the same organization differ.
    public var exportedAt: Date
    public var id: String
    public var alias: String
    public var state: String
    /// None in a WorkMail directory.
    public var directoryID: String?
    public var defaultMailDomain: String
    public var interoperabilityEnabled: Bool
    public var domains: [Domain]
}

/// The last record: without it an export is not whole.
public struct ExportEnd: Codable, Hashable, Sendable {
    public var groups = 0
    public var users = 0
    public var people = 0
    /// How many records have something under `unread`.
    public var unread = 0
    /// Whether this program changed something meanwhile, so that the export is not of one moment.
    public var changedMeanwhile = false

    public init() {}
}

extension ExportRecord: Codable {
    private enum Key: CodingKey { case record }
    private enum Kind: String, Codable { case organization, group, user, person, end }

    public init(from decoder: any Decoder) throws {
        switch try decoder.container(keyedBy: Key.self).decode(Kind.self, forKey: .record) {
        case .organization: self = .organization(try ExportedOrganization(from: decoder))
        case .group: self = .group(try ExportedGroup(from: decoder))
        case .user: self = .user(try ExportedUser(from: decoder))
        case .person: self = .person(try ExportedPerson(from: decoder))
        case .end: self = .end(try ExportEnd(from: decoder))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        func put(_ kind: Kind, _ value: some Encodable) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(kind, forKey: .record)
            try value.encode(to: encoder)
        }
        switch self {
        case .organization(let value): try put(.organization, value)
        case .group(let value): try put(.group, value)
        case .user(let value): try put(.user, value)
        case .person(let value): try put(.person, value)
        case .end(let value): try put(.end, value)
        }
    }
}
