// SPDX-License-Identifier: Apache-2.0
import Foundation
import WorkMailEndpoint

/// What is said once the endpoint is reachable: where it is, and what to paste for AWS's programs.
struct Greeting: Sendable {
    let organizationID: String
    let settings: EndpointSettings
    /// The file that the keys are in; without one they are shown, since nobody could know them.
    let credentials: String?

    func text(url: String, caFile: String?) -> String {
        var lines = [
            "endpoint      \(url)", "organization  \(organizationID)", "region        \(settings.region)", "",
            "export AWS_ENDPOINT_URL_WORKMAIL=\(url)", "export AWS_ENDPOINT_URL_DIRECTORY_SERVICE=\(url)",
            "export AWS_DEFAULT_REGION=\(settings.region)",
        ]
        if let credentials {
            let file = URL(filePath: credentials + ".aws").path
            lines.append(
                FileManager.default.fileExists(atPath: file)
                    ? "export AWS_SHARED_CREDENTIALS_FILE=\(Self.quoted(file))"
                    : "# export AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY from \(credentials)")
        } else if let key = settings.keys.keys.first {
            lines += ["export AWS_ACCESS_KEY_ID=\(key.id)", "export AWS_SECRET_ACCESS_KEY=\(Self.quoted(key.secret))"]
        }
        if let caFile {
            lines.append("export AWS_CA_BUNDLE=\(Self.quoted(URL(filePath: caFile).path))  # or who signed it")
        }
        lines += ["aws workmail list-users --organization-id \(organizationID)", "", ""]
        return lines.joined(separator: "\n")
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.replacingOccurrences(of: "'", with: "'\\''") + "'"
    }
}
