// SPDX-License-Identifier: Apache-2.0
import Foundation

/// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, `AWS_CREDENTIAL_EXPIRATION`.
enum EnvironmentCredentials {
    /// - Returns: `nil` where there is no access key id.
    static func credentials(_ environment: AWSEnvironment) throws(ServiceTrouble) -> AWSCredentials? {
        guard let id = environment["AWS_ACCESS_KEY_ID"] else { return nil }
        func trouble(_ cause: String) -> ServiceTrouble {
            ServiceTrouble("the environment", cause, remedy: "correct the variables", isTransient: false)
        }
        guard let secret = environment["AWS_SECRET_ACCESS_KEY"] else {
            throw trouble("AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not")
        }
        var expiration: Date?
        if let end = environment["AWS_CREDENTIAL_EXPIRATION"] {
            guard let date = ISO8601Date.date(end) else { throw trouble("AWS_CREDENTIAL_EXPIRATION is no date") }
            expiration = date
        }
        return AWSCredentials(
            accessKeyID: id, secretAccessKey: secret,
            sessionToken: environment["AWS_SESSION_TOKEN"] ?? environment["AWS_SECURITY_TOKEN"],
            expiration: expiration, source: "the environment (AWS_ACCESS_KEY_ID)")
    }
}
