// SPDX-License-Identifier: Apache-2.0
import Foundation

extension MailboxPermission {
    init(_ permission: API.Permission) {
        self.init(
            grantee: EntityID(permission.granteeID), granteeType: MemberType(rawValue: permission.granteeType),
            values: Set(permission.permissionValues.map(PermissionType.init(rawValue:))))
    }
}

extension MobileDeviceAccessOverride {
    /// - Parameter user: whom the listing was about.
    init?(_ entry: API.MobileDeviceAccessOverride, asked user: EntityID) {
        guard let deviceID = entry.deviceID else { return nil }
        self.init(
            user: entry.userID.map(EntityID.init(_:)) ?? user, deviceID: deviceID,
            effect: MobileDeviceAccessEffect(rawValue: entry.effect ?? ""), description: entry.description,
            created: entry.dateCreated ?? .distantPast, modified: entry.dateModified ?? .distantPast)
    }
}

extension MailboxExportJob {
    init?(_ job: API.MailboxExportJob) {
        guard let id = job.jobID else { return nil }
        self.init(
            jobID: id, entity: EntityID(job.entityID ?? ""), description: job.description,
            s3BucketName: job.s3BucketName ?? "", s3Path: job.s3Path, estimatedProgress: job.estimatedProgress ?? 0,
            state: MailboxExportJobState(rawValue: job.state ?? ""), startTime: job.startTime ?? .distantPast,
            endTime: job.endTime?.ifEver)
    }

    init(_ job: API.DescribeMailboxExportJob.Output, asked id: String) {
        self.init(
            jobID: id, entity: EntityID(job.entityID ?? ""), description: job.description, roleARN: job.roleARN,
            kmsKeyARN: job.kmsKeyARN, s3BucketName: job.s3BucketName ?? "", s3Prefix: job.s3Prefix,
            s3Path: job.s3Path, estimatedProgress: job.estimatedProgress ?? 0,
            state: MailboxExportJobState(rawValue: job.state ?? ""), errorInfo: job.errorInfo,
            startTime: job.startTime ?? .distantPast, endTime: job.endTime?.ifEver)
    }
}
