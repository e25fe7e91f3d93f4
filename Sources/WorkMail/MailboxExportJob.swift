// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// How far an export has come (`MailboxExportJobState` of the service).
public struct MailboxExportJobState: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let running = MailboxExportJobState(rawValue: "RUNNING")
    public static let completed = MailboxExportJobState(rawValue: "COMPLETED")
    public static let failed = MailboxExportJobState(rawValue: "FAILED")
    public static let cancelled = MailboxExportJobState(rawValue: "CANCELLED")

    public var description: String { rawValue }
}

/// What StartMailboxExportJob is asked: to write a user's mailbox into a bucket. Contacts and tasks are not part of it.
public struct MailboxExportRequest: Hashable, Sendable {
    /// 1 to 128 visible ASCII characters; asking again with the same one starts nothing new.
    public var clientToken: String
    /// The user whose mailbox it is.
    public var entity: EntityID
    /// At most 1,023 characters.
    public var description: String?
    /// The role that writes into the bucket, for example `arn:aws:iam::111122223333:role/export`.
    public var roleARN: String
    /// The key that the export is encrypted with, for example `arn:aws:kms:eu-west-1:111122223333:key/…`.
    public var kmsKeyARN: String
    public var s3BucketName: String
    /// Where in the bucket: 1 to 1,023 characters.
    public var s3Prefix: String

    public init(
        clientToken: String = UUID().uuidString.lowercased(), entity: EntityID, description: String? = nil,
        roleARN: String, kmsKeyARN: String, s3BucketName: String, s3Prefix: String
    ) {
        self.clientToken = clientToken
        self.entity = entity
        self.description = description
        self.roleARN = roleARN
        self.kmsKeyARN = kmsKeyARN
        self.s3BucketName = s3BucketName
        self.s3Prefix = s3Prefix
    }
}

/// An export of a mailbox (`MailboxExportJob` of the service).
public struct MailboxExportJob: Hashable, Sendable {
    /// 1 to 63 ASCII letters, digits and hyphens.
    public var jobID: String
    /// The user whose mailbox it is.
    public var entity: EntityID
    public var description: String?
    /// Told by DescribeMailboxExportJob only, as are key, prefix and the reason of a failure; `nil` in a listing.
    public var roleARN: String?
    public var kmsKeyARN: String?
    public var s3BucketName: String
    public var s3Prefix: String?
    /// Where in the bucket the export is written; `nil` as long as nobody knows.
    public var s3Path: String?
    /// 0 to 100.
    public var estimatedProgress: Int
    public var state: MailboxExportJobState
    /// Why it FAILED.
    public var errorInfo: String?
    public var startTime: Date
    public var endTime: Date?

    public init(
        jobID: String, entity: EntityID, description: String? = nil, roleARN: String? = nil, kmsKeyARN: String? = nil,
        s3BucketName: String, s3Prefix: String? = nil, s3Path: String? = nil, estimatedProgress: Int = 0,
        state: MailboxExportJobState, errorInfo: String? = nil, startTime: Date, endTime: Date? = nil
    ) {
        self.jobID = jobID
        self.entity = entity
        self.description = description
        self.roleARN = roleARN
        self.kmsKeyARN = kmsKeyARN
        self.s3BucketName = s3BucketName
        self.s3Prefix = s3Prefix
        self.s3Path = s3Path
        self.estimatedProgress = estimatedProgress
        self.state = state
        self.errorInfo = errorInfo
        self.startTime = startTime
        self.endTime = endTime
    }
}
