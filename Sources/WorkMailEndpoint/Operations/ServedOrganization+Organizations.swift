// SPDX-License-Identifier: Apache-2.0
import WorkMail

extension ServedOrganization {
    func describeOrganization(
        _ request: API.DescribeOrganization
    ) async throws -> API.DescribeOrganization.Output {
        let organization = try await organization.describeOrganization()
        return API.DescribeOrganization.Output(
            organization, directoryID: directoryID(of: organization), directoryType: settings.directoryType, arn: arn)
    }

    /// The account has this one.
    func listOrganizations(
        _ request: API.ListOrganizations, _ listing: Listing
    ) async throws -> API.ListOrganizations.Output {
        let page = listing.page([try await organization.describeOrganization()]) { $0.id }
        return API.ListOrganizations.Output(page.rows, nextToken: page.nextToken)
    }

    func listMailDomains(
        _ request: API.ListMailDomains, _ listing: Listing
    ) async throws -> API.ListMailDomains.Output {
        let page = listing.page(try await organization.mailDomains()) { $0.name }
        return API.ListMailDomains.Output(page.rows, nextToken: page.nextToken)
    }

    func getMailDomain(_ request: API.GetMailDomain) async throws -> API.GetMailDomain.Output {
        let name = request.domainName.lowercased()
        guard let domain = try await organization.mailDomains().first(where: { $0.name == name }) else {
            throw ServiceFault(.mailDomainNotFound, "The organization has no mail domain \(name).")
        }
        let status = domain.isVerified ? "VERIFIED" : "PENDING"
        return API.GetMailDomain.Output(
            domain, records: MailDomainRecords.all(of: name, region: settings.region, organization: id),
            isTestDomain: name.hasSuffix(".awsapps.com"), ownership: status, dkim: status)
    }
}
