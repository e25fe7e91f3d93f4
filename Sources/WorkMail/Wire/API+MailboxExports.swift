// SPDX-License-Identifier: Apache-2.0
package import Foundation

extension API {
    /// Has the service write a mailbox into a bucket of the account.
    package struct StartMailboxExportJob: WireOperation {
        package static let isRead = false
        package static let members: WireMembers = [
            "ClientToken": .required(.idempotencyClientToken),
            "OrganizationId": .required(.organizationID),
            "EntityId": .required(.entityIdentifier),
            "Description": .optional(.description),
            "RoleArn": .required(.roleARN),
            "KmsKeyArn": .required(.kmsKeyARN),
            "S3BucketName": .required(.s3BucketName),
            "S3Prefix": .required(.s3ObjectKey),
        ]

        package var clientToken: String
        package var organizationID: String
        package var entityID: String
        package var description: String?
        package var roleARN: String
        package var kmsKeyARN: String
        package var s3BucketName: String
        package var s3Prefix: String

        enum CodingKeys: String, CodingKey {
            case clientToken = "ClientToken"
            case organizationID = "OrganizationId"
            case entityID = "EntityId"
            case description = "Description"
            case roleARN = "RoleArn"
            case kmsKeyARN = "KmsKeyArn"
            case s3BucketName = "S3BucketName"
            case s3Prefix = "S3Prefix"
        }

        package struct Output: Codable, Sendable {
            package var jobID: String?

            enum CodingKeys: String, CodingKey {
                case jobID = "JobId"
            }
        }
    }

    /// How far an export is.
    package struct DescribeMailboxExportJob: WireOperation {
        package static let isRead = true
        package static let members: WireMembers = [
            "JobId": .required(.mailboxExportJobID),
            "OrganizationId": .required(.organizationID),
        ]

        package var jobID: String
        package var organizationID: String

        enum CodingKeys: String, CodingKey {
            case jobID = "JobId"
            case organizationID = "OrganizationId"
        }

        package struct Output: Codable, Sendable {
            package var entityID: String?
            package var description: String?
            package var roleARN: String?
            package var kmsKeyARN: String?
            package var s3BucketName: String?
            package var s3Prefix: String?
            package var s3Path: String?
            package var estimatedProgress: Int?
            package var state: String?
            package var errorInfo: String?
            package var startTime: Date?
            package var endTime: Date?

            enum CodingKeys: String, CodingKey {
                case entityID = "EntityId"
                case description = "Description"
                case roleARN = "RoleArn"
                case kmsKeyARN = "KmsKeyArn"
                case s3BucketName = "S3BucketName"
                case s3Prefix = "S3Prefix"
                case s3Path = "S3Path"
                case estimatedProgress = "EstimatedProgress"
                case state = "State"
                case errorInfo = "ErrorInfo"
                case startTime = "StartTime"
                case endTime = "EndTime"
            }
        }
    }

    /// The exports of the last seven days.
    package struct ListMailboxExportJobs: WireOperation {
        package static let isRead = true
        package static let members: WireMembers = [
            "OrganizationId": .required(.organizationID),
            "NextToken": .optional(.nextToken),
            "MaxResults": .optional(.maxResults),
        ]

        package var organizationID: String
        package var nextToken: String?
        package var maxResults: Int?

        enum CodingKeys: String, CodingKey {
            case organizationID = "OrganizationId"
            case nextToken = "NextToken"
            case maxResults = "MaxResults"
        }

        package struct Output: Codable, Sendable {
            package var jobs: [MailboxExportJob]?
            package var nextToken: String?

            enum CodingKeys: String, CodingKey {
                case jobs = "Jobs"
                case nextToken = "NextToken"
            }
        }
    }

    /// Ends an export that is running.
    package struct CancelMailboxExportJob: WireOperation {
        package static let isRead = false
        package static let members: WireMembers = [
            "ClientToken": .required(.idempotencyClientToken),
            "JobId": .required(.mailboxExportJobID),
            "OrganizationId": .required(.organizationID),
        ]

        package var clientToken: String
        package var jobID: String
        package var organizationID: String

        enum CodingKeys: String, CodingKey {
            case clientToken = "ClientToken"
            case jobID = "JobId"
            case organizationID = "OrganizationId"
        }

        package typealias Output = NoOutput
    }

    /// `MailboxExportJob` of the model.
    package struct MailboxExportJob: Codable, Sendable {
        package var jobID: String?
        package var entityID: String?
        package var description: String?
        package var s3BucketName: String?
        package var s3Path: String?
        package var estimatedProgress: Int?
        package var state: String?
        package var startTime: Date?
        package var endTime: Date?

        enum CodingKeys: String, CodingKey {
            case jobID = "JobId"
            case entityID = "EntityId"
            case description = "Description"
            case s3BucketName = "S3BucketName"
            case s3Path = "S3Path"
            case estimatedProgress = "EstimatedProgress"
            case state = "State"
            case startTime = "StartTime"
            case endTime = "EndTime"
        }
    }
}
