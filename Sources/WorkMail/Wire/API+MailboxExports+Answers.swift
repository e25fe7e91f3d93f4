// SPDX-License-Identifier: Apache-2.0

extension API.StartMailboxExportJob.Output {
    package init(_ jobID: String) { self.init(jobID: jobID) }
}

extension API.DescribeMailboxExportJob.Output {
    package init(_ job: MailboxExportJob) {
        self.init(
            entityID: job.entity.value, description: job.description, roleARN: job.roleARN, kmsKeyARN: job.kmsKeyARN,
            s3BucketName: job.s3BucketName, s3Prefix: job.s3Prefix, s3Path: job.s3Path,
            estimatedProgress: job.estimatedProgress, state: job.state.rawValue, errorInfo: job.errorInfo,
            startTime: job.startTime, endTime: job.endTime)
    }
}

extension API.ListMailboxExportJobs.Output {
    package init(_ jobs: [MailboxExportJob], nextToken: String?) {
        self.init(jobs: jobs.map { API.MailboxExportJob($0) }, nextToken: nextToken)
    }
}

extension API.MailboxExportJob {
    package init(_ job: MailboxExportJob) {
        self.init(
            jobID: job.jobID, entityID: job.entity.value, description: job.description,
            s3BucketName: job.s3BucketName, s3Path: job.s3Path, estimatedProgress: job.estimatedProgress,
            state: job.state.rawValue, startTime: job.startTime, endTime: job.endTime)
    }
}
