// SPDX-License-Identifier: Apache-2.0
import Foundation
import WorkMail

/// The one operation of Directory Service that is served: it tells what kind of directory is behind an organization.
///
/// The account has the organization's directory, of the type that is set, or none at all, as with a WorkMail directory.
enum DescribeDirectories {
    static let target = DirectoryLookup.target
    static let name = "DescribeDirectories"
    /// The name that the service's requests are signed for.
    static let signingName = "ds"

    static func answer(_ body: Data, _ served: ServedOrganization) async throws -> Data {
        guard case .object(let members) = try RequestJSON.value(of: body) else {
            throw ServiceFault.serialization("The request must be an object.")
        }
        let asked = try ids(members["DirectoryIds"])
        if case .string? = members["NextToken"] {
            throw ServiceFault("InvalidNextTokenException", "NextToken is not of this listing.")
        }
        let organization = try await served.organization.describeOrganization()
        let id = served.directoryID(of: organization)
        let known = served.settings.directoryService.map { [Description(id: id, type: $0, organization)] } ?? []
        guard let asked else { return try API.encoder.encode(Output(descriptions: known)) }
        if let missing = asked.first(where: { one in !known.contains { $0.id == one } }) {
            throw ServiceFault("EntityDoesNotExistException", "Directory \(missing) does not exist.")
        }
        return try API.encoder.encode(Output(descriptions: known))
    }

    /// `nil` where all are asked for.
    private static func ids(_ value: WireValue?) throws(ServiceFault) -> [String]? {
        switch value {
        case nil, .null: return nil
        case .array(let values):
            guard !values.isEmpty else { throw .invalidParameter("DirectoryIds is empty.") }
            var ids: [String] = []
            for value in values {
                guard case .string(let id) = value else { throw .serialization("DirectoryIds must hold strings") }
                guard id.utf8.count == 12, id.hasPrefix("d-"), id.dropFirst(2).allSatisfy(\.isHexDigit) else {
                    throw .invalidParameter("value at DirectoryIds failed to satisfy constraint: ^d-[0-9a-f]{10}$")
                }
                ids.append(id)
            }
            return ids
        default: throw .serialization("DirectoryIds must be a list")
        }
    }

    private struct Output: Encodable {
        let descriptions: [Description]

        enum CodingKeys: String, CodingKey {
            case descriptions = "DirectoryDescriptions"
        }
    }

    private struct Description: Encodable {
        let id: String
        let name: String
        let shortName: String
        let alias: String
        let type: String
        let size: String?
        let edition: String?
        let stage = "Active"

        init(id: String, type: DirectoryServiceType, _ organization: Organization) {
            self.id = id
            self.name = organization.defaultMailDomain
            shortName = String(organization.alias.uppercased().prefix(15))
            alias = organization.alias
            self.type = type.rawValue
            size = type == .simpleAD || type == .adConnector ? "Small" : nil
            edition = type == .microsoftAD ? "Standard" : nil
        }

        enum CodingKeys: String, CodingKey {
            case id = "DirectoryId"
            case name = "Name"
            case shortName = "ShortName"
            case alias = "Alias"
            case type = "Type"
            case size = "Size"
            case edition = "Edition"
            case stage = "Stage"
        }
    }
}
