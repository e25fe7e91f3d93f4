// SPDX-License-Identifier: Apache-2.0
import Foundation
import Subprocess
public import Testing
import WorkMailEndpoint

/// boto3 and the AWS CLI, which others wrote: `Tests/Lab/aws-clients`.
public enum AWSClients {
    /// What a program of theirs came to.
    public struct Ended: Sendable {
        public let succeeded: Bool
        public let output: String
        public let error: String
    }

    /// Runs a Python script of `Tests/Lab` against an endpoint, with the environment that AWS's programs look at.
    /// - Throws: ``LabFailure`` when the clients cannot be installed.
    public static func python(_ script: String, _ arguments: [String], _ local: LocalWorkMail) async throws -> Ended {
        try await run("python", [lab.appending(path: script).path] + arguments, local)
    }

    /// Runs `aws workmail` with these arguments, or `aws` with another service.
    public static func cli(_ arguments: [String], service: String = "workmail", _ local: LocalWorkMail) async throws
        -> Ended
    {
        try await run("aws", ["--output", "json", service] + arguments, local)
    }

    /// The folder of their programs; installs them where they are missing.
    static func bin() async throws -> String {
        try await finished("env", [lab.appending(path: "aws-clients").path])
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static var lab: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Lab")
    }

    private static func run(_ program: String, _ arguments: [String], _ local: LocalWorkMail) async throws -> Ended {
        // Nothing of the machine's own configuration, and no look at the metadata service.
        var environment: [Environment.Key: String?] = [
            "AWS_ACCESS_KEY_ID": local.key.id, "AWS_SECRET_ACCESS_KEY": local.key.secret,
            "AWS_SESSION_TOKEN": local.key.sessionToken, "AWS_DEFAULT_REGION": local.region, "AWS_REGION": local.region,
            "AWS_ENDPOINT_URL": local.url, "AWS_EC2_METADATA_DISABLED": "true", "AWS_MAX_ATTEMPTS": "1",
            "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_PAGER": "",
            "AWS_PROFILE": nil, "PYTHONDONTWRITEBYTECODE": "1", "ORGANIZATION_ID": local.organizationID,
        ]
        environment["AWS_CA_BUNDLE"] = local.caFile
        let result = try await Subprocess.run(
            .name("env"), arguments: Arguments(["\(try await bin())/\(program)"] + arguments),
            environment: .inherit.updating(environment), output: .string(limit: 8 << 20),
            error: .string(limit: 8 << 20))
        return Ended(
            succeeded: result.terminationStatus.isSuccess, output: result.standardOutput, error: result.standardError)
    }
}

extension Trait where Self == ConditionTrait {
    /// Runs the test only where boto3 and the AWS CLI are, or can be installed; see ``requiresSamba`` for what happens
    /// elsewhere.
    public static var requiresAWSClients: Self {
        let remedy = "apt-get install python3-venv, and reach a registry of Python packages (Tests/Lab/aws-clients)"
        return .enabled(Comment(rawValue: remedy)) {
            do {
                _ = try await AWSClients.bin()
                return true
            } catch {
                guard ProcessInfo.processInfo.environment["CI"] == nil else {
                    throw MissingServer(missing: ["boto3", "aws"], remedy: remedy)
                }
                return false
            }
        }
    }
}
