// SPDX-License-Identifier: Apache-2.0
package import Foundation

extension API {
    /// The organization itself.
    package struct DescribeOrganization: WireOperation {
        package static let isRead = true
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID)
        ]

        package var organizationID: String

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
        }

        package struct Output: Codable, Sendable {
            package var organizationID: String?
            package var alias: String?
            package var state: String?
            package var directoryID: String?
            package var directoryType: String?
            package var defaultMailDomain: String?
            package var completedDate: Date?
            package var errorMessage: String?
            package var arn: String?
            package var migrationAdmin: String?
            package var interoperabilityEnabled: Bool?

            enum CodingKeys: String, CodingKey {
                case organizationID = "OrganizationId"
                case alias = "Alias"
                case state = "State"
                case directoryID = "DirectoryId"
                case directoryType = "DirectoryType"
                case defaultMailDomain = "DefaultMailDomain"
                case completedDate = "CompletedDate"
                case errorMessage = "ErrorMessage"
                case arn = "ARN"
                case migrationAdmin = "MigrationAdmin"
                case interoperabilityEnabled = "InteroperabilityEnabled"
            }
        }
    }

    /// The organizations of the account in this Region, deleted ones included.
    package struct ListOrganizations: WireOperation {
        package static let isRead = true
        package static let members: WireMembers = [
            "NextToken": .optional(.nextToken),
            "MaxResults": .optional(.maxResults),
        ]

        package var nextToken: String?
        package var maxResults: Int?

        enum CodingKeys: String, CodingKey {
            case nextToken = "NextToken"
            case maxResults = "MaxResults"
        }

        package struct Output: Codable, Sendable {
            package var organizationSummaries: [OrganizationSummary]?
            package var nextToken: String?

            enum CodingKeys: String, CodingKey {
                case organizationSummaries = "OrganizationSummaries"
                case nextToken = "NextToken"
            }
        }
    }

    /// The names of the organization's mail domains.
    package struct ListMailDomains: WireOperation {
        package static let isRead = true
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "MaxResults": .optional(.maxResults),
            "NextToken": .optional(.nextToken),
        ]

        package var organizationID: String
        package var maxResults: Int?
        package var nextToken: String?

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case maxResults = "MaxResults"
            case nextToken = "NextToken"
        }

        package struct Output: Codable, Sendable {
            package var mailDomains: [MailDomainSummary]?
            package var nextToken: String?

            enum CodingKeys: String, CodingKey {
                case mailDomains = "MailDomains"
                case nextToken = "NextToken"
            }
        }
    }

    /// One mail domain with its DNS records and whether it is verified.
    package struct GetMailDomain: WireOperation {
        package static let isRead = true
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "DomainName": .required(.workMailDomainName),
        ]

        package var organizationID: String
        package var domainName: String

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case domainName = "DomainName"
        }

        package struct Output: Codable, Sendable {
            package var records: [DnsRecord]?
            package var isTestDomain: Bool?
            package var isDefault: Bool?
            package var ownershipVerificationStatus: String?
            package var dkimVerificationStatus: String?

            enum CodingKeys: String, CodingKey {
                case records = "Records"
                case isTestDomain = "IsTestDomain"
                case isDefault = "IsDefault"
                case ownershipVerificationStatus = "OwnershipVerificationStatus"
                case dkimVerificationStatus = "DkimVerificationStatus"
            }
        }
    }

    /// `DnsRecord` of the model.
    package struct DnsRecord: Codable, Sendable {
        package var type: String?
        package var hostname: String?
        package var value: String?

        enum CodingKeys: String, CodingKey {
            case type = "Type"
            case hostname = "Hostname"
            case value = "Value"
        }
    }

    /// `MailDomainSummary` of the model.
    package struct MailDomainSummary: Codable, Sendable {
        package var domainName: String?
        package var defaultDomain: Bool?

        enum CodingKeys: String, CodingKey {
            case domainName = "DomainName"
            case defaultDomain = "DefaultDomain"
        }
    }

    /// `OrganizationSummary` of the model.
    package struct OrganizationSummary: Codable, Sendable {
        package var organizationID: String?
        package var alias: String?
        package var defaultMailDomain: String?
        package var errorMessage: String?
        package var state: String?

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case alias = "Alias"
            case defaultMailDomain = "DefaultMailDomain"
            case errorMessage = "ErrorMessage"
            case state = "State"
        }
    }
}
