// SPDX-License-Identifier: Apache-2.0
public import AWS
import Foundation
import Synchronization

/// An organization of the hosted service, through its API (WorkMail 2017-10-01).
///
/// A refusal of the service is a `MailOrganizationError` in the service's own words. No answer is a `ServiceTrouble`; when
/// nobody can say whether a change was made, the organization looks before making it again, and when looking does not
/// tell either, `isOutcomeUnknown` is set.
public final class HostedOrganization: MailOrganization {
    /// `m-` and 32 hex digits.
    public let organizationID: String
    let transport: any ServiceTransport
    let settling: Settling
    let recent = RecentChanges()
    private let knownDomains = Mutex<(domains: [MailDomain], read: ContinuousClock.Instant)?>(nil)

    /// - Parameters:
    ///   - transport: a client of the service `workmail`.
    ///   - settling: how long to wait until a change shows.
    public init(organizationID: String, transport: any ServiceTransport, settling: Settling = Settling()) {
        self.organizationID = organizationID
        self.transport = transport
        self.settling = settling
    }

    public func describeOrganization() async throws -> Organization {
        let answer = try await call(API.DescribeOrganization(organizationID: organizationID))
        return Organization(
            id: answer.organizationID ?? organizationID, alias: answer.alias ?? "", state: answer.state ?? "",
            directoryID: answer.directoryID, defaultMailDomain: answer.defaultMailDomain ?? "",
            interoperabilityEnabled: answer.interoperabilityEnabled ?? false)
    }

    /// Two calls a domain are too many to make at every step of a run: what was read is good for a minute.
    public func mailDomains() async throws -> [MailDomain] {
        let known = knownDomains.withLock { $0 }
        if let known, known.read.duration(to: .now) < .seconds(60) { return known.domains }
        var names: [API.MailDomainSummary] = []
        try await forEachPage(of: API.ListMailDomains.name) { token in
            let answer = try await call(
                API.ListMailDomains(organizationID: organizationID, maxResults: Self.pageSize, nextToken: token))
            return Page(elements: answer.mailDomains ?? [], nextToken: answer.nextToken)
        } identity: {
            $0.domainName
        } body: {
            names += $0
        }
        var domains: [MailDomain] = []
        for summary in names {
            guard let name = summary.domainName else { continue }
            let answer = try await call(API.GetMailDomain(organizationID: organizationID, domainName: name))
            domains.append(
                MailDomain(
                    name: name, isDefault: summary.defaultDomain ?? false,
                    isVerified: answer.isTestDomain == true || answer.ownershipVerificationStatus == "VERIFIED"))
        }
        domains.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        knownDomains.withLock { $0 = (domains, .now) }
        return domains
    }

    /// The most rows a page that the service hands out; its default is not published.
    static let pageSize = 100
}
