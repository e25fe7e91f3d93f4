// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The JSON in which processes, containers and instances hand out credentials.
enum CredentialDocument {
    /// - Parameters:
    ///   - token: the member that has the session token: `SessionToken` of a process, `Token` of the others.
    ///   - source: for messages. What was answered is not shown: it may be a secret.
    static func credentials(
        _ data: Data, token: String, source: String
    ) throws(ServiceTrouble) -> AWSCredentials {
        func trouble(_ cause: String) -> ServiceTrouble {
            ServiceTrouble(source, cause, remedy: "see what it answers", isTransient: false)
        }
        guard let object = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any] else {
            throw trouble("it did not answer with a JSON object")
        }
        func text(_ name: String) -> String? {
            guard let value = object[name] as? String, !value.isEmpty else { return nil }
            return value
        }
        guard let id = text("AccessKeyId"), let secret = text("SecretAccessKey") else {
            let words = text("Message") ?? text("message") ?? text("Code").flatMap { $0 == "Success" ? nil : $0 }
            throw trouble("its answer has no AccessKeyId and SecretAccessKey" + (words.map { ": \($0)" } ?? ""))
        }
        var expiration: Date?
        if let end = text("Expiration") {
            guard let date = ISO8601Date.date(end) else { throw trouble("its Expiration is no date") }
            expiration = date
        }
        return AWSCredentials(
            accessKeyID: id, secretAccessKey: secret, sessionToken: text(token), expiration: expiration, source: source)
    }
}
