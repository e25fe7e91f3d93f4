// SPDX-License-Identifier: Apache-2.0

extension API.DescribeOrganization.Output {
    /// - Parameters:
    ///   - directoryID: every organization of the service has a directory, its own or one of the account's.
    ///   - directoryType: a free string of the service.
    package init(_ organization: Organization, directoryID: String, directoryType: String, arn: String) {
        self.init(
            organizationID: organization.id, alias: organization.alias, state: organization.state,
            directoryID: directoryID, directoryType: directoryType, defaultMailDomain: organization.defaultMailDomain,
            arn: arn, interoperabilityEnabled: organization.interoperabilityEnabled)
    }
}

extension API.ListOrganizations.Output {
    package init(_ organizations: [Organization], nextToken: String?) {
        self.init(
            organizationSummaries: organizations.map {
                API.OrganizationSummary(
                    organizationID: $0.id, alias: $0.alias, defaultMailDomain: $0.defaultMailDomain, state: $0.state)
            }, nextToken: nextToken)
    }
}

extension API.ListMailDomains.Output {
    package init(_ domains: [MailDomain], nextToken: String?) {
        self.init(
            mailDomains: domains.map { API.MailDomainSummary(domainName: $0.name, defaultDomain: $0.isDefault) },
            nextToken: nextToken)
    }
}

extension API.GetMailDomain.Output {
    package init(
        _ domain: MailDomain, records: [API.DnsRecord], isTestDomain: Bool, ownership: String, dkim: String
    ) {
        self.init(
            records: records, isTestDomain: isTestDomain, isDefault: domain.isDefault,
            ownershipVerificationStatus: ownership, dkimVerificationStatus: dkim)
    }
}

extension API.DnsRecord {
    package init(_ type: String, _ hostname: String, _ value: String) {
        self.init(type: type, hostname: hostname, value: value)
    }
}
