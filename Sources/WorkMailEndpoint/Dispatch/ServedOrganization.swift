// SPDX-License-Identifier: Apache-2.0
import WorkMail

/// The organization as operations see it. What they do is in `Operations/`, a file for each group of them.
struct ServedOrganization: Sendable {
    let organization: any MailOrganization
    /// `m-` and 32 hex digits.
    let id: String
    let settings: EndpointSettings

    var arn: String { "arn:aws:workmail:\(settings.region):\(settings.accountID):organization/\(id)" }

    /// The service has a directory behind every organization, also behind one whose users it keeps itself.
    func directoryID(of organization: Organization) -> String {
        organization.directoryID ?? "d-" + id.dropFirst(2).prefix(10)
    }
}
